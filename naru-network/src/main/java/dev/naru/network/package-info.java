/**
 * Requests in and responses out.
 *
 * <p>Open {@link dev.naru.network.RequestServer} first: it listens, and hands every {@link
 * dev.naru.network.InboundRequest} to a {@link dev.naru.network.RequestHandler}. {@code RequestConnection} keeps the
 * responses of one connection in the order of its requests and pauses reading when too much is in flight. {@link
 * dev.naru.network.ClientConnection} is the other side. Both stand on {@code dev.naru.common.net} alone, so they also run
 * on a simulated network.
 *
 * <p>The sub-package {@code netty} is the real network; nothing else imports {@code io.netty}.
 */
@NullMarked
package dev.naru.network;

import org.jspecify.annotations.NullMarked;
