/**
 * The cluster behind the clients; not part of the promise of this module.
 *
 * <p>Open {@link dev.naru.client.cluster.Cluster} first: one for each producer, consumer or admin client. It holds the {@link
 * dev.naru.client.cluster.Metadata}, which keeps a {@link dev.naru.client.cluster.ClusterView} fresh, and {@link
 * dev.naru.client.cluster.BrokerLinks}, connections by address; {@link dev.naru.client.cluster.BrokerLink} is one of them,
 * which agrees on versions before it sends an {@link dev.naru.client.cluster.Ask}. {@link
 * dev.naru.client.cluster.Retries} tries again what may succeed later.
 *
 * <p>Inside the module a future completes on the client's loop, so what is chained to it runs there too; the public
 * classes hand their callers futures of their own.
 */
@NullMarked
package dev.naru.client.cluster;

import org.jspecify.annotations.NullMarked;
