package dev.naru.network.netty;

import dev.naru.common.net.Acceptor;
import dev.naru.common.net.ConnectionHandler;
import dev.naru.common.net.Connector;
import dev.naru.common.runtime.Clock;
import dev.naru.common.runtime.EventLoop;
import dev.naru.common.runtime.EventLoops;
import dev.naru.common.runtime.IoPool;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The event loops of a process and the sockets on them. Listening, accepted and opened connections share the same few
 * loops, and so does everything else the process confines to a loop.
 *
 * <p>Threading: safe from any thread; {@link #close} not from a loop.
 */
public final class NettyNetwork implements EventLoops, AutoCloseable {
    private static final long CLOSE_MS_MAX = 5_000;
    private static final long STALL_CHECK_MS = 5_000;
    private static final int PAGE_BYTES = 8192;
    private static final int CHUNK_SHIFT = 9;
    private static final int SMALL_CACHE_ENTRIES = 64;
    private static final int NORMAL_CACHE_ENTRIES = 16;

    private final NettyTransport transport;
    private final FrameLimits limits;
    private final IoPool names;
    private final EventLoopGroup group;
    private final List<NettyEventLoop> loops = new ArrayList<>();
    private final ByteBufAllocator allocator;
    private final FrameMemory requestMemory;
    private final FrameMemory responseMemory;
    private final AtomicLong connectionIds = new AtomicLong();

    /**
     * Starts with the best transport there is.
     *
     * @param names where host names are resolved, which may block
     * @param onUncaught hears of what a task of a loop throws: a bug
     */
    public NettyNetwork(int loopCount, FrameLimits limits, Clock clock, IoPool names, Consumer<Throwable> onUncaught) {
        this(NettyTransport.best(), loopCount, STALL_CHECK_MS, limits, clock, names, onUncaught);
    }

    NettyNetwork(
            NettyTransport transport,
            int loopCount,
            long stallCheckMs,
            FrameLimits limits,
            Clock clock,
            IoPool names,
            Consumer<Throwable> onUncaught) {
        this.transport = transport;
        this.limits = limits;
        this.names = names;
        group = new MultiThreadIoEventLoopGroup(
                loopCount, new DefaultThreadFactory("naru-loop", true), transport.ioHandlers());
        for (EventExecutor executor : group) {
            loops.add(new NettyEventLoop((io.netty.channel.EventLoop) executor, clock, stallCheckMs, onUncaught));
        }
        // One direct arena per loop; heap buffers are not used.
        allocator = new PooledByteBufAllocator(
                true, 0, loopCount, PAGE_BYTES, CHUNK_SHIFT, SMALL_CACHE_ENTRIES, NORMAL_CACHE_ENTRIES, false);
        requestMemory = new FrameMemory(limits.queuedBytesMax(), loops.get(0));
        responseMemory = new FrameMemory(Long.MAX_VALUE, loops.get(0));
    }

    /** How many loops suit a machine; docs/decisions/event-loops.md has the measurements. */
    public static int defaultLoopCount(int cores) {
        return Math.max(1, cores / 2);
    }

    @Override
    public List<EventLoop> all() {
        return List.copyOf(loops);
    }

    /** Listens on real sockets. */
    public Acceptor acceptor() {
        return new NettyAcceptor(this);
    }

    /** Connects over real sockets. */
    public Connector connector() {
        return new NettyConnector(this, names);
    }

    public NettyTransport transport() {
        return transport;
    }

    /** Memory of all requests being read or handled. */
    public long queuedRequestBytes() {
        return requestMemory.usedBytes();
    }

    /** Closes all connections and ends the loops; tasks given afterwards are refused. */
    @Override
    public void close() {
        loops.forEach(loop -> loop.execute(loop::close));
        group.shutdownGracefully(0, CLOSE_MS_MAX, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_MS_MAX);
    }

    EventLoopGroup group() {
        return group;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    /** Makes an accepted channel a connection. */
    void accept(Channel channel, ConnectionHandler handler) {
        add(channel, handler, requestMemory, limits.requestSizeBytesMax());
    }

    /** Makes a channel that is about to connect a connection. */
    void open(Channel channel, ConnectionHandler handler) {
        add(channel, handler, responseMemory, limits.responseSizeBytesMax());
    }

    private void add(Channel channel, ConnectionHandler handler, FrameMemory memory, int frameSizeBytesMax) {
        long id = connectionIds.incrementAndGet();
        channel.pipeline()
                .addLast(new NettyConnection(id, channel, loopOf(channel), handler, memory, frameSizeBytesMax));
    }

    private NettyEventLoop loopOf(Channel channel) {
        for (NettyEventLoop loop : loops) {
            if (loop.netty() == channel.eventLoop()) {
                return loop;
            }
        }
        throw new IllegalStateException("a channel of another network");
    }
}
