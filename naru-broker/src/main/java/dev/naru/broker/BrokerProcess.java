package dev.naru.broker;

import dev.naru.broker.config.BrokerConfig;
import dev.naru.common.file.NioDisk;
import dev.naru.common.runtime.SystemClock;
import dev.naru.common.runtime.ThreadIoPool;
import dev.naru.network.Listener;
import dev.naru.network.netty.FrameLimits;
import dev.naru.network.netty.NettyNetwork;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker on the real machine: Netty's loops, threads for what blocks, the disk, the clock.
 *
 * <p>Its life: {@link #run} starts it, prints one line when it is ready, and returns when the process has been told to stop
 * and the broker has stopped. SIGTERM and Ctrl-C arrive as a shutdown hook, which waits for that.
 *
 * <p>Threading: {@link #run} is called by the main thread, once.
 */
final class BrokerProcess implements BrokerWatcher {
    private static final Logger LOGGER = LoggerFactory.getLogger(BrokerProcess.class);
    private static final int EXIT_CLEAN = 0;
    private static final int EXIT_FAILED = 1;
    private static final long STOP_SECONDS_MAX = 60;

    private final BrokerConfig config;
    private final ThreadIoPool ioPool;
    private final NettyNetwork network;
    private final CompletableFuture<List<Listener>> ready = new CompletableFuture<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    BrokerProcess(BrokerConfig config) {
        this.config = config;
        this.ioPool = new ThreadIoPool("naru-io", config.node().backgroundThreads());
        Integer loops = config.node().loops();
        this.network = new NettyNetwork(
                loops == null
                        ? NettyNetwork.defaultLoopCount(Runtime.getRuntime().availableProcessors())
                        : loops,
                new FrameLimits(
                        config.network().requestSizeBytesMax(),
                        FrameLimits.DEFAULT.responseSizeBytesMax(),
                        config.network().queuedBytesMax()),
                SystemClock.INSTANCE,
                ioPool,
                BrokerProcess::halt);
    }

    /** Starts the broker and stays until it has stopped. */
    void run() throws IOException {
        Broker broker = new Broker(
                config,
                new BrokerPorts(
                        SystemClock.INSTANCE,
                        network,
                        ioPool,
                        NioDisk.INSTANCE,
                        network.acceptor(),
                        new SplittableRandom()),
                this);
        broker.start();
        List<Listener> listeners = awaitReady();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker), "naru-stop"));
        System.out.println("naru is ready: "
                + listeners.stream().map(Listener::toString).collect(Collectors.joining(", ")) + ", data in "
                + config.logs().directories().stream().map(Object::toString).collect(Collectors.joining(", ")));
        awaitStopped();
    }

    /** However the process at the other end of standard input ends, this one follows it. */
    static void stopWithInput() {
        Thread thread = new Thread(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        // Nothing comes any more, which is what was waited for.
                    }
                    System.exit(EXIT_CLEAN);
                },
                "naru-input");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void onReady(List<Listener> advertised) {
        ready.complete(advertised);
    }

    @Override
    public void onFailed(Throwable cause) {
        if (!ready.completeExceptionally(cause)) {
            LOGGER.error("broker cannot go on cause=\"{}\"", cause.toString(), cause);
            halt(cause);
        }
    }

    private List<Listener> awaitReady() throws IOException {
        try {
            return ready.get();
        } catch (ExecutionException e) {
            throw new IOException(message(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String message(@Nullable Throwable cause) {
        String message = cause instanceof IOException ? cause.getMessage() : null;
        return message == null ? String.valueOf(cause) : message;
    }

    private void stop(Broker broker) {
        CountDownLatch done = new CountDownLatch(1);
        broker.stop(done::countDown);
        boolean isClean = false;
        try {
            isClean = done.await(STOP_SECONDS_MAX, TimeUnit.SECONDS);
            if (!isClean) {
                LOGGER.error("broker did not stop in time, the next start recovers seconds={}", STOP_SECONDS_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        network.close();
        ioPool.close();
        stopped.countDown();
        // Otherwise the JVM would report the signal (143) as its exit status, though nothing went wrong.
        Runtime.getRuntime().halt(isClean ? EXIT_CLEAN : EXIT_FAILED);
    }

    private void awaitStopped() {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A bug: nothing may go on. No hook runs, so that nothing broken is written down as clean. */
    private static void halt(Throwable cause) {
        LOGGER.error("unexpected failure, the process ends cause=\"{}\"", cause.toString(), cause);
        Runtime.getRuntime().halt(EXIT_FAILED);
    }
}
