package dev.naru.storage;

import static dev.naru.storage.TestBatches.batch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.testkit.SimulatedDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Segments before the log start, and what a crash makes of them. */
class LogStartTest {
    private static final Path DIRECTORY = Path.of("/data");
    private static final Path FOLDER = DIRECTORY.resolve("orders-0");
    private static final LogConfig CONFIG = LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withSizeBytes(200));

    private final SimulatedDisk disk = new SimulatedDisk(1);

    private Path segment(long baseOffset) {
        return FOLDER.resolve(FileKind.LOG.nameOf(baseOffset));
    }

    @Test
    void deletesSegmentsBeforeTheStartThatAreThereWhenItLoads() {
        TestBroker broker = TestBroker.start(disk, DIRECTORY, CONFIG);
        Log log = broker.log();
        for (int i = 0; i < 10; i++) {
            int number = i;
            broker.on(() -> log.appendAsLeader(batch("a value of some length " + number), 0, AppendTerms.UNVERIFIED));
        }
        assertThat(disk.exists(segment(0))).isTrue();
        broker.awaitDone((done, failed) -> broker.manager.deleteRecordsBefore(log, 9, done, failed));
        broker.kill();
        disk.killProcess();

        Log again = TestBroker.start(disk, DIRECTORY, CONFIG).log();

        assertThat(again.logStartOffset()).isEqualTo(9);
        assertThat(again.logEndOffset()).isEqualTo(10);
        assertThat(disk.exists(segment(0))).isFalse();
    }
}
