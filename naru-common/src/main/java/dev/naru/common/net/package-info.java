/**
 * Connections as a port: whole frames in, whole frames out, one owner loop each.
 *
 * <p>Open {@link dev.naru.common.net.Connection} first. The network module implements these over Netty; the test kit has a
 * simulated network that delays, cuts and reorders between connections (never within one) under a seed. A frame here is
 * what stands between two length prefixes of the Kafka protocol; the transport reads and writes the prefixes.
 */
@NullMarked
package dev.naru.common.net;

import org.jspecify.annotations.NullMarked;
