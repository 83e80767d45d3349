package dev.naru.storage;

import static dev.naru.storage.TestBatches.batch;
import static dev.naru.storage.TestBatches.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.file.NioDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRetentionTest {
    private static final int DELETE_DELAY_MS = 60_000;
    private static final LogConfig CONFIG = LogConfig.DEFAULTS
            .with(SegmentConfig.DEFAULTS.withSizeBytes(1000).withIndex(200, 10 << 20))
            .with(new RetentionConfig(true, -1, -1, DELETE_DELAY_MS));
    private static final int RECORDS = 100;

    @TempDir
    Path directory;

    private TestBroker broker;
    private Log log;

    private void fill() {
        broker = TestBroker.start(NioDisk.INSTANCE, directory, CONFIG);
        log = broker.log();
        long nowMs = broker.loop.clock().wallMs();
        for (int i = 0; i < RECORDS; i++) {
            long timestampMs = nowMs + i * 1000L;
            String value = "value-" + i;
            broker.on(() -> log.appendAsLeader(batch(timestampMs, value), 0, AppendTerms.UNVERIFIED));
        }
        broker.on(() -> {
            log.onHighWatermark(RECORDS);
            return true;
        });
    }

    private void retain(long retentionMs, long retentionBytes) {
        broker.on(() -> {
            log.setConfig(CONFIG.with(new RetentionConfig(true, retentionMs, retentionBytes, DELETE_DELAY_MS)));
            return true;
        });
        broker.runRetention();
    }

    private List<String> names(String suffix) throws IOException {
        try (Stream<Path> paths = Files.list(directory.resolve("orders-0"))) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void keepsEverythingWithoutALimit() {
        fill();
        retain(-1, -1);
        assertThat(log.logStartOffset()).isZero();
    }

    @Test
    void dropsTheOldestSegmentsDownToTheSize() {
        fill();
        long before = log.sizeBytes();
        retain(-1, 3000);
        assertThat(log.sizeBytes()).isBetween(3000L, 4000L).isLessThan(before);
        assertThat(readAll(broker, log, log.logStartOffset())).hasSize((int) (RECORDS - log.logStartOffset()));
        assertThat(broker.on(() -> log.read(0, 1000, RECORDS, true)))
                .isEqualTo(new ReadOutcome.OutOfRange(0, log.logStartOffset(), RECORDS));
    }

    @Test
    void dropsSegmentsWhoseRecordsAreAllOld() {
        fill();
        broker.simulation.runFor(RECORDS * 500L);
        retain(1000, -1);
        assertThat(log.logStartOffset()).isBetween(30L, 50L);
    }

    @Test
    void dropsTheActiveSegmentTooWhenAllIsOld() {
        fill();
        broker.simulation.runFor(RECORDS * 1000L + 60_000);
        retain(1000, -1);
        assertThat(log.logStartOffset()).isEqualTo(RECORDS);
        assertThat(log.logEndOffset()).isEqualTo(RECORDS);
        assertThat(log.sizeBytes()).isZero();
        broker.stop();
        broker = TestBroker.start(NioDisk.INSTANCE, directory, CONFIG);
        assertThat(broker.log().logEndOffset()).isEqualTo(RECORDS);
        assertThat(broker.log().logStartOffset()).isEqualTo(RECORDS);
    }

    @Test
    void keepsWhatIsNotBelowTheHighWatermark() {
        fill();
        broker.on(() -> {
            log.onHighWatermark(20);
            return true;
        });
        retain(-1, 0);
        assertThat(log.logStartOffset()).isLessThanOrEqualTo(20);
    }

    @Test
    void dropsWholeSegmentsBeforeTheLogStart() throws IOException {
        fill();
        broker.awaitDone((done, failed) -> broker.manager.deleteRecordsBefore(log, 55, done, failed));
        assertThat(log.logStartOffset()).isEqualTo(55);
        assertThat(directory.resolve(OffsetCheckpoint.LOG_START_OFFSETS)).hasContent("0\n1\norders 0 55\n");
        broker.runRetention();
        assertThat(readAll(broker, log, 55)).hasSize(45);
        broker.simulation.runFor(1000);
        assertThat(names(".log.deleted")).isNotEmpty();
        broker.kill();
        broker = TestBroker.start(NioDisk.INSTANCE, directory, CONFIG);
        assertThat(broker.log().logStartOffset()).isEqualTo(55);
        assertThat(names(".deleted")).isEmpty();
    }

    @Test
    void deletesDroppedFilesAfterAWhile() throws IOException {
        fill();
        retain(-1, 3000);
        broker.simulation.runFor(DELETE_DELAY_MS / 2);
        assertThat(names(".log.deleted")).isNotEmpty();
        assertThat(names(".index.deleted")).isNotEmpty();
        broker.simulation.runFor(DELETE_DELAY_MS);
        assertThat(names(".deleted")).isEmpty();
        assertThat(names(".log")).hasSizeLessThan(6);
    }

    @Test
    void sendsASliceOfASegmentThatWasDroppedAndDeletedMeanwhile() {
        fill();
        ReadOutcome.Slice slice = (ReadOutcome.Slice) broker.on(() -> log.read(0, 200, RECORDS, true));
        retain(-1, 3000);
        broker.simulation.runFor(2 * DELETE_DELAY_MS);
        assertThat(TestBatches.values(slice.records())).startsWith("0=value-0");
    }

    @Test
    void sendsASliceOfATopicThatWasDeletedMeanwhile() {
        fill();
        ReadOutcome.Slice slice = (ReadOutcome.Slice) broker.on(() -> log.read(0, 200, RECORDS, true));
        broker.awaitDone((done, failed) -> broker.manager.delete(TestBroker.PARTITION, done, failed));
        broker.simulation.runFor(2 * DELETE_DELAY_MS);
        assertThat(directory.toFile().list()).noneMatch(name -> name.startsWith("orders"));
        assertThat(TestBatches.values(slice.records())).startsWith("0=value-0");
    }
}
