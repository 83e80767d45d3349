package dev.naru.benchmarks.micro;

import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.common.file.NioDisk;
import dev.naru.common.runtime.EventLoop;
import dev.naru.record.Compression;
import dev.naru.storage.AppendTerms;
import dev.naru.storage.Log;
import dev.naru.storage.LogConfig;
import dev.naru.storage.LogHome;
import dev.naru.storage.LogManager;
import dev.naru.storage.LogManagerConfig;
import dev.naru.storage.ReadOutcome;
import dev.naru.storage.RetentionConfig;
import dev.naru.storage.SegmentConfig;
import dev.naru.testkit.SimulatedIoPool;
import dev.naru.testkit.SimulatedLoops;
import dev.naru.testkit.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One log on the machine's own disk, its loop simulated: appending a batch of 64 KiB, and finding the place of an offset, index
 * lookup and scan to the batch included. A figure is of one append or one lookup.
 */
@NullUnmarked // JMH fills the fields
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LogBenchmark {
    private static final int OPERATIONS = 100;
    private static final int BATCHES_BEFORE_LOOKUP = 4_000;
    private static final int SMALL_BATCH_SIZE_BYTES = 2 << 10;
    private static final int LARGE_BATCH_SIZE_BYTES = 64 << 10;
    private static final long RETAINED_BYTES = 256L << 20;
    private static final long WAIT_MS_MAX = 60_000;

    private Path directory;
    private Simulation simulation;
    private EventLoop loop;
    private LogManager manager;
    private Log appended;
    private Log searched;
    private ByteBuffer batch;
    private SplittableRandom random;

    @Setup
    public void open() throws IOException {
        directory = Files.createTempDirectory("naru-log-benchmark-");
        simulation = new Simulation(1);
        loop = new SimulatedLoops(simulation, "log", 1).all().get(0);
        random = new SplittableRandom(1);
        LogManagerConfig config =
                new LogManagerConfig(List.of(directory.resolve("data")), 30_000, 60_000, 300_000, 86_400_000, 100);
        manager = new LogManager(
                config,
                NioDisk.INSTANCE,
                new SimulatedIoPool(simulation),
                loop,
                new SplittableRandom(2),
                (offline, cause) -> {
                    throw new UncheckedIOException(new IOException(cause));
                });
        manager.open();
        manager.identify("bmFydS1iZW5jaG1hcmtzMQ", 1);
        loop.execute(() -> manager.load(partition -> new LogHome(loop, logConfig()), loaded -> {}, LogBenchmark::fail));
        simulation.runFor(WAIT_MS_MAX);
        appended = log("appended");
        searched = log("searched");
        batch = SampleBatches.batch(Compression.NONE, 1_000, SMALL_BATCH_SIZE_BYTES);
        inLoop(() -> append(searched, BATCHES_BEFORE_LOOKUP));
        batch = SampleBatches.batch(Compression.NONE, 1_000, LARGE_BATCH_SIZE_BYTES);
    }

    /** What was appended is let go now and then, so that the disk does not fill. */
    @TearDown(Level.Iteration)
    public void retain() {
        loop.execute(() -> manager.runRetention(() -> {}));
        simulation.runFor(WAIT_MS_MAX);
    }

    @TearDown
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long append() {
        inLoop(() -> append(appended, OPERATIONS));
        return appended.logEndOffset();
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public long lookUp() {
        long[] bytes = new long[1];
        inLoop(() -> {
            for (int i = 0; i < OPERATIONS; i++) {
                bytes[0] += lookUp(random.nextLong(searched.logEndOffset()));
            }
        });
        return bytes[0];
    }

    private long lookUp(long offset) throws IOException {
        ReadOutcome outcome = searched.read(offset, SMALL_BATCH_SIZE_BYTES, Long.MAX_VALUE, true);
        if (outcome instanceof ReadOutcome.Slice slice) {
            long size = slice.records().sizeBytes();
            slice.records().release();
            return size;
        }
        throw new IllegalStateException("offset " + offset + ": " + outcome);
    }

    private void append(Log log, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Object unused = log.appendAsLeader(batch.duplicate(), 1, AppendTerms.UNVERIFIED);
        }
    }

    private Log log(String topic) {
        Log[] opened = new Log[1];
        loop.execute(() -> manager.getOrCreate(
                new TopicPartition(topic, 0),
                Uuid.parse("vMS0lv0TRuiCPNQOXdUA3g"),
                new LogHome(loop, logConfig()),
                log -> opened[0] = log,
                LogBenchmark::fail));
        simulation.runUntil(() -> opened[0] != null, WAIT_MS_MAX);
        return opened[0];
    }

    private static LogConfig logConfig() {
        return LogConfig.DEFAULTS
                .with(SegmentConfig.DEFAULTS.withSizeBytes(64 << 20))
                .with(new RetentionConfig(true, -1, RETAINED_BYTES, 0));
    }

    private void inLoop(Work work) {
        boolean[] done = new boolean[1];
        loop.execute(() -> {
            try {
                work.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            done[0] = true;
        });
        simulation.runUntil(() -> done[0], WAIT_MS_MAX);
    }

    private static void fail(Throwable cause) {
        throw new IllegalStateException(cause);
    }

    /** What a loop runs here. */
    private interface Work {
        void run() throws IOException;
    }
}
