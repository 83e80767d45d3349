package dev.naru.storage;

import static dev.naru.storage.TestBatches.TIME_MS;
import static dev.naru.storage.TestBatches.batch;
import static dev.naru.storage.TestBatches.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a new segment begins, and what is asked of the old one. */
class LogRollTest {
    private static final Path DIRECTORY = Path.of("/data");

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private TestBroker broker;
    private Log log;

    private void start(LogConfig config) {
        broker = TestBroker.start(disk, DIRECTORY, config);
        log = broker.log();
    }

    private void append(long timestampMs, String... values) {
        broker.on(() -> log.appendAsLeader(batch(timestampMs, values), 0, AppendTerms.UNVERIFIED));
    }

    private List<Long> segments() throws IOException {
        return FolderListing.read(disk, new LogFolder(DIRECTORY.resolve("orders-0")))
                .logs();
    }

    @Test
    void rollsBeforeASegmentGetsTooLarge() throws IOException {
        int sizeBytes = batch("aaaa").remaining();
        start(LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withSizeBytes(3 * sizeBytes)));
        for (int i = 0; i < 7; i++) {
            append(TIME_MS, "aaaa");
        }
        assertThat(segments()).containsExactly(0L, 3L, 6L);
    }

    @Test
    void rollsByTheTimeOfTheRecords() throws IOException {
        start(LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withMs(1000)));
        append(TIME_MS, "a");
        append(TIME_MS + 1000, "b");
        append(TIME_MS + 1001, "c");
        assertThat(segments()).containsExactly(0L, 2L);
    }

    @Test
    void rollsByTheClockWhenRecordsHaveNoTime() throws IOException {
        start(LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withMs(1000)));
        append(-1, "a");
        broker.simulation.runFor(900);
        append(-1, "b");
        broker.simulation.runFor(200);
        append(-1, "c");
        assertThat(segments()).containsExactly(0L, 2L);
    }

    @Test
    void rollsWhenAnIndexIsFull() throws IOException {
        start(LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withIndex(0, 5 * OffsetIndex.ENTRY_SIZE_BYTES)));
        for (int i = 0; i < 12; i++) {
            append(TIME_MS, "a");
        }
        assertThat(segments()).hasSizeBetween(2, 3);
        assertThat(readAll(broker, log, 0)).hasSize(12);
    }

    @Test
    void rollsWhenAnOffsetIsTooFarFromTheFirst() throws IOException {
        start(LogConfig.DEFAULTS);
        append(TIME_MS, "a");
        ByteBuffer far = batch("b");
        far.putLong(0, 3_000_000_000L);
        broker.on(() -> log.appendAsFollower(far));
        assertThat(segments()).containsExactly(0L, 3_000_000_000L);
        assertThat(readAll(broker, log, 0)).containsExactly("0=a", "3000000000=b");
    }

    @Test
    void hasASegmentForcedToDiskOnceItIsComplete() {
        start(LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withMs(1000)));
        append(TIME_MS, "a");
        append(TIME_MS + 2000, "b");
        assertThat(log.recoveryPoint()).isZero();
        broker.simulation.runFor(100);
        assertThat(log.recoveryPoint()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void forcesAfterSoManyMessages() {
        start(LogConfig.DEFAULTS.with(new FlushConfig(3, Long.MAX_VALUE)));
        append(TIME_MS, "a", "b");
        broker.simulation.runFor(100);
        assertThat(log.recoveryPoint()).isZero();
        append(TIME_MS, "c");
        broker.simulation.runFor(100);
        assertThat(log.recoveryPoint()).isEqualTo(3);
    }

    @Test
    void forcesAfterSoLong() {
        start(LogConfig.DEFAULTS.with(new FlushConfig(Long.MAX_VALUE, 500)));
        append(TIME_MS, "a");
        broker.simulation.runFor(400);
        assertThat(log.recoveryPoint()).isZero();
        broker.simulation.runFor(200);
        assertThat(log.recoveryPoint()).isEqualTo(1);
    }

    @Test
    void readsNothingAtOrBeyondTheBound() {
        start(LogConfig.DEFAULTS);
        for (int i = 0; i < 40; i++) {
            append(TIME_MS, "a", "b");
        }
        for (long bound = 0; bound <= 80; bound++) {
            long upTo = bound;
            ReadOutcome.Slice slice = (ReadOutcome.Slice) broker.on(() -> log.read(0, 1 << 20, upTo, true));
            assertThat(TestBatches.values(slice.records())).hasSize((int) (bound / 2 * 2));
        }
    }

    @Test
    void neverCutsTheFirstBatch() {
        start(LogConfig.DEFAULTS);
        append(TIME_MS, "x".repeat(500));
        ReadOutcome.Slice whole = (ReadOutcome.Slice) broker.on(() -> log.read(0, 10, 1, true));
        assertThat(TestBatches.values(whole.records())).hasSize(1);
        ReadOutcome.Slice none = (ReadOutcome.Slice) broker.on(() -> log.read(0, 10, 1, false));
        assertThat(none.records().sizeBytes()).isZero();
    }
}
