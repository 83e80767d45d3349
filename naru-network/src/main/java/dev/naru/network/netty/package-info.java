/**
 * The real network and the real event loops, on Netty; the only package that imports {@code io.netty}.
 *
 * <p>Open {@link dev.naru.network.netty.NettyNetwork} first. A {@code NettyConnection} joins a {@code FrameReader}, which
 * lets the socket read straight into the memory of the frame, and a {@code FrameWriter}, which gathers what is sent in one
 * turn of the loop into few system calls. {@code FrameMemory} bounds what all frames together may take.
 */
@NullMarked
package dev.naru.network.netty;

import org.jspecify.annotations.NullMarked;
