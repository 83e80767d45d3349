package dev.naru.network.netty;

import dev.naru.common.runtime.Clock;
import dev.naru.common.runtime.EventLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread of Netty's as an {@link EventLoop}, with what its connections share: the scratch buffer they read prefixes
 * and small frames into, and a look, now and then, for those that have stalled.
 *
 * <p>Threading: as {@link EventLoop}; scratch buffer and connections are confined to the loop.
 */
final class NettyEventLoop implements EventLoop {
    private static final Logger log = LoggerFactory.getLogger(NettyEventLoop.class);

    static final int SCRATCH_BYTES = 16 * 1024;

    private final io.netty.channel.EventLoop netty;
    private final Clock clock;
    private final long stallCheckMs;
    private final Consumer<Throwable> onUncaught;
    private final Set<NettyConnection> connections = new HashSet<>();
    private @Nullable ByteBuf scratch;
    private boolean stallCheckScheduled;

    NettyEventLoop(io.netty.channel.EventLoop netty, Clock clock, long stallCheckMs, Consumer<Throwable> onUncaught) {
        this.netty = netty;
        this.clock = clock;
        this.stallCheckMs = stallCheckMs;
        this.onUncaught = onUncaught;
    }

    io.netty.channel.EventLoop netty() {
        return netty;
    }

    @Override
    public void execute(Runnable task) {
        try {
            netty.execute(() -> runCaught(task));
        } catch (RejectedExecutionException e) {
            dropped(e);
        }
    }

    @Override
    public Cancellable schedule(long delayMs, Runnable task) {
        try {
            Future<?> scheduled = netty.schedule(() -> runCaught(task), delayMs, TimeUnit.MILLISECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException e) {
            dropped(e);
            return () -> {};
        }
    }

    /** The process is ending and so has the loop; what it owned is gone, so nobody misses the task. */
    private static void dropped(RejectedExecutionException e) {
        log.debug("dropped a task of a loop that has ended", e);
    }

    /** What it throws is reported as a bug, which Netty would only log, if that. */
    void runCaught(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            onUncaught.accept(e);
        }
    }

    @Override
    public boolean isCurrent() {
        return netty.inEventLoop();
    }

    @Override
    public Clock clock() {
        return clock;
    }

    /** The shared buffer, empty; whoever reads into it is done with it before the next task. */
    ByteBuf scratch() {
        ByteBuf shared = scratch;
        if (shared == null) {
            shared = Unpooled.directBuffer(SCRATCH_BYTES, SCRATCH_BYTES);
            scratch = shared;
        }
        return shared.clear();
    }

    void add(NettyConnection connection) {
        connections.add(connection);
        if (!stallCheckScheduled) {
            stallCheckScheduled = true;
            schedule(stallCheckMs, this::checkStalled);
        }
    }

    void remove(NettyConnection connection) {
        connections.remove(connection);
    }

    private void checkStalled() {
        stallCheckScheduled = !connections.isEmpty();
        List.copyOf(connections).forEach(NettyConnection::closeIfStalled);
        if (stallCheckScheduled) {
            schedule(stallCheckMs, this::checkStalled);
        }
    }

    /** Closes all connections and gives the scratch buffer back; the loop is about to end. */
    void close() {
        List.copyOf(connections).forEach(NettyConnection::close);
        execute(() -> {
            if (scratch != null) {
                scratch.release();
                scratch = null;
            }
        });
    }
}
