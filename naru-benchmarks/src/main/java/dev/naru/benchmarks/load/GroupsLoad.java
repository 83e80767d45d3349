package dev.naru.benchmarks.load;

import dev.naru.common.runtime.EventLoop;
import dev.naru.common.runtime.SystemClock;
import dev.naru.common.runtime.ThreadIoPool;
import dev.naru.network.netty.FrameLimits;
import dev.naru.network.netty.NettyNetwork;
import dev.naru.protocol.message.FindCoordinatorRequest;
import dev.naru.protocol.message.FindCoordinatorResponse;
import dev.naru.testkit.process.ProcessUsage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Many small groups, a connection per member, on one loop and without the weight of ten thousand consumers: they join, and when all
 * are settled, the broker is measured while they do nothing but beat.
 *
 * <p>Threading: the main thread; the members are confined to the loop.
 */
final class GroupsLoad {
    private static final int GROUPS_AT_ONCE = 10;
    private static final int PAUSE_MS = 50;
    private static final int STABLE_TIMEOUT_S = 240;
    private static final int SETTLE_S = 15;
    private static final double BYTES_PER_MIB = 1 << 20;

    private final LoadOptions options;
    private final Beats beats = new Beats();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    GroupsLoad(LoadOptions options) {
        this.options = options;
    }

    Map<String, Double> run() throws IOException, InterruptedException {
        ThreadIoPool names = new ThreadIoPool("names", 1);
        NettyNetwork network = new NettyNetwork(1, FrameLimits.DEFAULT, SystemClock.INSTANCE, names, failure::set);
        awaitCoordinator(network);
        int groups = (int) options.number("groups");
        for (int from = 0; from < groups; from += GROUPS_AT_ONCE) {
            int first = from;
            network.all().get(0).execute(() -> join(network, first, Math.min(groups, first + GROUPS_AT_ONCE)));
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        awaitStable(groups * options.number("members"));
        TimeUnit.SECONDS.sleep(SETTLE_S);
        return measure();
    }

    /** The first question makes the coordinators' topic. */
    private void awaitCoordinator(NettyNetwork network) throws InterruptedException {
        CountDownLatch found = new CountDownLatch(1);
        EventLoop loop = network.all().get(0);
        loop.execute(() -> new CoordinatorSeeker(loop, network, found));
        if (!found.await(STABLE_TIMEOUT_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no coordinator was found");
        }
    }

    private final class CoordinatorSeeker {
        private final MemberConnection connection;
        private final CountDownLatch found;

        CoordinatorSeeker(EventLoop loop, NettyNetwork network, CountDownLatch found) {
            this.found = found;
            this.connection = new MemberConnection(loop, network.connector(), (int) options.number("port"), this::ask);
        }

        private void ask() {
            connection.call(
                    new FindCoordinatorRequest().coordinatorKeys(List.of("group-0")),
                    4,
                    FindCoordinatorResponse.class,
                    response -> {
                        if (response.coordinators().get(0).errorCode() == 0) {
                            found.countDown();
                        } else {
                            connection.after(PAUSE_MS, this::ask);
                        }
                    });
        }
    }

    private void join(NettyNetwork network, int from, int to) {
        EventLoop loop = network.all().get(0);
        boolean classic = options.text("protocol").equals("classic");
        int port = (int) options.number("port");
        for (int number = from; number < to; number++) {
            String group = "group-" + number;
            for (long left = options.number("members"); left > 0; left--) {
                if (classic) {
                    new ClassicLoadMember(group, loop, network.connector(), port, beats);
                } else {
                    new ConsumerLoadMember(group, options.topic(), loop, network.connector(), port, beats);
                }
            }
        }
    }

    private void awaitStable(long members) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(STABLE_TIMEOUT_S);
        while (beats.stable() < members) {
            checkNothingFailed();
            if (System.nanoTime() > deadlineNs) {
                throw new IllegalStateException("only " + beats.stable() + " of " + members + " members are settled");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
    }

    private Map<String, Double> measure() throws IOException, InterruptedException {
        long startNs = System.nanoTime();
        double startCpuS = ProcessUsage.of(options.brokerPid()).cpuS();
        long startBeats = beats.beats();
        long startRebalances = beats.rebalances();
        TimeUnit.SECONDS.sleep(options.number("seconds"));
        double seconds = (System.nanoTime() - startNs) / 1e9;
        ProcessUsage usage = ProcessUsage.of(options.brokerPid());
        checkNothingFailed();
        return Map.of(
                "cpuMsPerS", (usage.cpuS() - startCpuS) * 1_000 / seconds,
                "rssMib", usage.rssBytes() / BYTES_PER_MIB,
                "beatsPerS", (beats.beats() - startBeats) / seconds,
                "rebalances", (double) (beats.rebalances() - startRebalances));
    }

    private void checkNothingFailed() {
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a member failed", failed);
        }
    }
}
