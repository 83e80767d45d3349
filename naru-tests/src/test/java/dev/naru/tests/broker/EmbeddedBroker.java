package dev.naru.tests.broker;

import dev.naru.broker.Broker;
import dev.naru.broker.BrokerPorts;
import dev.naru.broker.BrokerWatcher;
import dev.naru.broker.config.BrokerConfig;
import dev.naru.common.file.NioDisk;
import dev.naru.common.runtime.SystemClock;
import dev.naru.common.runtime.ThreadIoPool;
import dev.naru.network.Listener;
import dev.naru.network.netty.FrameLimits;
import dev.naru.network.netty.NettyNetwork;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A broker in this process. Threading: started and closed by the test's thread. */
final class EmbeddedBroker implements AutoCloseable {
    private static final long SECONDS_MAX = 30;

    private final ThreadIoPool ioPool = new ThreadIoPool("test-io", 4);
    private final AtomicReference<Throwable> uncaught = new AtomicReference<>();
    private final NettyNetwork network =
            new NettyNetwork(2, FrameLimits.DEFAULT, SystemClock.INSTANCE, ioPool, uncaught::set);
    private final Broker broker;
    private final int port;

    private EmbeddedBroker(Path directory, int port, Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.put("log.dirs", directory.toString());
        all.put("listeners", "PLAINTEXT://127.0.0.1:" + port);
        CompletableFuture<List<Listener>> ready = new CompletableFuture<>();
        broker = new Broker(
                BrokerConfig.of(all),
                new BrokerPorts(
                        SystemClock.INSTANCE,
                        network,
                        ioPool,
                        NioDisk.INSTANCE,
                        network.acceptor(),
                        new SplittableRandom()),
                new BrokerWatcher() {
                    @Override
                    public void onReady(List<Listener> advertised) {
                        ready.complete(advertised);
                    }

                    @Override
                    public void onFailed(Throwable cause) {
                        ready.completeExceptionally(cause);
                    }
                });
        try {
            broker.start();
            this.port = ready.get(SECONDS_MAX, TimeUnit.SECONDS).get(0).port();
        } catch (Exception e) {
            closeLoops();
            throw e instanceof ExecutionException ? (Exception) e.getCause() : e;
        }
    }

    /** On any free port. */
    static EmbeddedBroker start(Path directory, Map<String, String> settings) throws Exception {
        return new EmbeddedBroker(directory, 0, settings);
    }

    /** On this port. */
    static EmbeddedBroker start(Path directory, int port) throws Exception {
        return new EmbeddedBroker(directory, port, Map.of());
    }

    /** On this port, with these settings. */
    static EmbeddedBroker start(Path directory, int port, Map<String, String> settings) throws Exception {
        return new EmbeddedBroker(directory, port, settings);
    }

    int port() {
        return port;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /** Stops it the clean way; fails if anything unexpected was thrown on a loop. */
    @Override
    public void close() {
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        broker.stop(() -> stopped.complete(true));
        stopped.orTimeout(SECONDS_MAX, TimeUnit.SECONDS).join();
        closeLoops();
        if (uncaught.get() != null) {
            throw new AssertionError("thrown on a loop", uncaught.get());
        }
    }

    private void closeLoops() {
        network.close();
        ioPool.close();
    }
}
