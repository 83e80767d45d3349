/**
 * How a broker follows the cluster's metadata.
 *
 * <p>Open {@link dev.naru.broker.metadata.PublishedImage} first: what requests see. It is published only after the broker's
 * own partitions have followed, so that a topic a client has heard of is one it can use.
 */
@NullMarked
package dev.naru.broker.metadata;

import org.jspecify.annotations.NullMarked;
