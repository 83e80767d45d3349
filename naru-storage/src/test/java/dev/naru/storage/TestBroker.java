package dev.naru.storage;

import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.common.file.Disk;
import dev.naru.common.runtime.EventLoop;
import dev.naru.testkit.SimulatedDisk;
import dev.naru.testkit.SimulatedIoPool;
import dev.naru.testkit.SimulatedLoops;
import dev.naru.testkit.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A log manager with one loop and one directory, in virtual time, on any disk. It can be stopped cleanly or killed. */
final class TestBroker {
    static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    static final Uuid TOPIC_ID = Uuid.parse("vMS0lv0TRuiCPNQOXdUA3g");
    static final String CLUSTER_ID = "Yk4ZLmW2QAmYpQFf7zKJqg";

    private static final long WAIT_MS_MAX = 600_000;

    final Simulation simulation;
    final EventLoop loop;
    final LogManager manager;
    final List<Throwable> offline = new ArrayList<>();
    private final SimulatedLoops loops;
    private final SimulatedIoPool ioPool;
    private final Disk disk;
    private LogConfig config;

    private TestBroker(long seed, Disk disk, List<Path> directories, LogConfig config, int openFilesMax) {
        this.simulation = new Simulation(seed);
        this.loops = new SimulatedLoops(simulation, "broker", 1);
        this.loop = loops.all().get(0);
        this.ioPool = new SimulatedIoPool(simulation);
        this.disk = disk;
        this.config = config;
        LogManagerConfig managerConfig =
                new LogManagerConfig(directories, 30_000, 60_000, 300_000, 86_400_000, openFilesMax);
        this.manager = new LogManager(
                managerConfig,
                disk,
                ioPool,
                loop,
                new SplittableRandom(seed),
                (directory, cause) -> offline.add(cause));
    }

    /** Starts on what is in the directory. */
    static TestBroker start(Disk disk, Path directory, LogConfig config) {
        return start(1, disk, List.of(directory), config, 100);
    }

    static TestBroker start(long seed, Disk disk, List<Path> directories, LogConfig config, int openFilesMax) {
        TestBroker broker = new TestBroker(seed, disk, directories, config, openFilesMax);
        try {
            broker.manager.open();
            broker.manager.identify(CLUSTER_ID, 1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        broker.load();
        return broker;
    }

    private void load() {
        AtomicReference<Object> result = new AtomicReference<>();
        loop.execute(() -> manager.load(partition -> new LogHome(loop, config), result::set, result::set));
        simulation.runUntil(() -> result.get() != null, WAIT_MS_MAX);
        if (result.get() instanceof Throwable failure) {
            throw new AssertionError(failure);
        }
        assert result.get() instanceof Collection<?>;
    }

    /** The one partition most tests use. */
    Log log() {
        return log(PARTITION);
    }

    Log log(TopicPartition partition) {
        return await(
                (done, failed) -> manager.getOrCreate(partition, TOPIC_ID, new LogHome(loop, config), done, failed));
    }

    /** Runs it on the loop and returns what it returns. */
    <T> T on(Callable<T> task) {
        return await((done, failed) -> {
            T result;
            try {
                result = task.call();
            } catch (Exception e) {
                failed.accept(e);
                return;
            }
            done.accept(result);
        });
    }

    /** Runs it on the loop and waits for either answer; a failure is thrown, wrapped. */
    <T> T await(BiConsumer<Consumer<T>, Consumer<Throwable>> task) {
        AtomicReference<T> result = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        boolean[] ended = new boolean[1];
        loop.execute(() -> task.accept(
                value -> {
                    result.set(value);
                    ended[0] = true;
                },
                problem -> {
                    failure.set(problem);
                    ended[0] = true;
                }));
        simulation.runUntil(() -> ended[0], WAIT_MS_MAX);
        if (failure.get() != null) {
            throw new FailedException(failure.get());
        }
        return result.get();
    }

    /** As {@link #await}, for what answers without a value. */
    void awaitDone(BiConsumer<Runnable, Consumer<Throwable>> task) {
        this.<Boolean>await((done, failed) -> task.accept(() -> done.accept(true), failed));
    }

    void flush(Log log) {
        awaitDone((done, failed) -> log.flush(log.logEndOffset(), done, failed));
    }

    void writeCheckpoints() {
        awaitDone((done, failed) -> manager.writeCheckpoints(done));
    }

    void runRetention() {
        awaitDone((done, failed) -> manager.runRetention(done));
    }

    void stop() {
        awaitDone((done, failed) -> manager.close(done));
        kill();
    }

    /** Nothing of it runs any more. */
    void kill() {
        loops.stop();
        ioPool.stop();
        if (disk instanceof SimulatedDisk simulated) {
            simulated.killProcess();
        } else {
            manager.freeLocks();
        }
    }

    /** What a task answered with a failure. */
    static final class FailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FailedException(Throwable cause) {
            super(cause);
        }
    }
}
