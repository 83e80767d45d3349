package dev.naru.network.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.net.Acceptor;
import dev.naru.common.net.Connector;
import dev.naru.common.runtime.EventLoop;
import dev.naru.common.runtime.SystemClock;
import dev.naru.common.runtime.ThreadIoPool;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A {@link NettyNetwork} that, when closed, fails if memory or an exception was left behind. */
final class TestNetwork implements AutoCloseable {
    private static final long AWAIT_MS_MAX = 10_000;
    private static final long STALL_CHECK_MS = 100;

    private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    private final ThreadIoPool names = new ThreadIoPool("names", 1);
    private final NettyNetwork network;

    TestNetwork(NettyTransport transport, FrameLimits limits) {
        network = new NettyNetwork(transport, 2, STALL_CHECK_MS, limits, SystemClock.INSTANCE, names, uncaught::add);
    }

    NettyTransport transport() {
        return network.transport();
    }

    Acceptor acceptor() {
        return network.acceptor();
    }

    Connector connector() {
        return network.connector();
    }

    EventLoop loop() {
        return network.all().get(0);
    }

    long queuedRequestBytes() {
        return network.queuedRequestBytes();
    }

    /** Keeps both loops from doing anything until what it returns is counted down. */
    CountDownLatch holdLoops() {
        CountDownLatch release = new CountDownLatch(1);
        for (EventLoop loop : network.all()) {
            loop.execute(() -> awaitUnchecked(release));
        }
        return release;
    }

    private static void awaitUnchecked(CountDownLatch release) {
        try {
            assertThat(release.await(AWAIT_MS_MAX, TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    int uncaughtCount() {
        return uncaught.size();
    }

    /** The exceptions reported as bugs so far, which {@link #close} then does not complain of. */
    List<Throwable> takeUncaught() {
        List<Throwable> taken = List.copyOf(uncaught);
        uncaught.removeAll(taken);
        return taken;
    }

    /** Returns once both loops have turned: what was in the sockets before has probably been read. */
    void settle() throws InterruptedException {
        for (EventLoop loop : network.all()) {
            CountDownLatch turned = new CountDownLatch(1);
            loop.execute(turned::countDown);
            assertThat(turned.await(AWAIT_MS_MAX, TimeUnit.MILLISECONDS)).isTrue();
        }
    }

    /** Waits until {@code condition} holds, looking again at each turn of the loops. */
    void await(BooleanSupplier condition) throws InterruptedException {
        long startNanos = System.nanoTime();
        while (!condition.getAsBoolean()) {
            settle();
            assertThat((System.nanoTime() - startNanos) / 1_000_000).isLessThan(AWAIT_MS_MAX);
        }
    }

    @Override
    public void close() {
        network.close();
        names.close();
        assertThat(uncaught).isEmpty();
        assertThat(network.queuedRequestBytes()).as("request memory").isZero();
        assertThat(((PooledByteBufAllocator) network.allocator()).pinnedDirectMemory())
                .as("memory of buffers not released")
                .isZero();
    }
}
