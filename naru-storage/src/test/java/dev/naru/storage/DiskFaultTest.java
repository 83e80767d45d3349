package dev.naru.storage;

import static dev.naru.storage.TestBatches.batch;
import static dev.naru.storage.TestBatches.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.TopicPartition;
import dev.naru.testkit.DiskFaults.Operation;
import dev.naru.testkit.SimulatedDisk;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskFaultTest {
    private static final Path DIRECTORY = Path.of("/data");
    private static final LogConfig CONFIG =
            LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withSizeBytes(1000).withIndex(200, 10 << 20));

    private final SimulatedDisk disk = new SimulatedDisk(3);
    private TestBroker broker = TestBroker.start(disk, DIRECTORY, CONFIG);
    private Log log = broker.log();

    private void append(String value) {
        broker.on(() -> log.appendAsLeader(batch(value), 0, AppendTerms.UNVERIFIED));
    }

    private void restartAfterPowerCut() {
        broker.kill();
        disk.faults().heal();
        disk.limitBytes(Long.MAX_VALUE);
        disk.crash();
        broker = TestBroker.start(disk, DIRECTORY, CONFIG);
        log = broker.log();
    }

    private void assertOffline() {
        assertThatThrownBy(() -> append("late")).hasCauseInstanceOf(LogOfflineException.class);
        assertThatThrownBy(() -> broker.on(() -> log.read(0, 100, 1, true)))
                .hasCauseInstanceOf(LogOfflineException.class);
        broker.simulation.runFor(100);
        assertThat(broker.offline).hasSize(1);
        assertThat(broker.manager.directories().get(0).online()).isFalse();
    }

    @Test
    void showsNothingOfAnAppendThatFailed() {
        append("a");
        broker.flush(log);
        disk.faults().failOnce(Operation.WRITE, path -> path.toString().endsWith(".log"));
        assertThatThrownBy(() -> append("b")).hasCauseInstanceOf(LogOfflineException.class);
        assertThat(log.logEndOffset()).isEqualTo(1);
        assertOffline();
        restartAfterPowerCut();
        assertThat(readAll(broker, log, 0)).containsExactly("0=a");
    }

    @Test
    void stopsWhenTheDiskIsFull() {
        append("a");
        broker.flush(log);
        disk.limitBytes(700);
        assertThatThrownBy(() -> append("x".repeat(600)))
                .hasCauseInstanceOf(LogOfflineException.class)
                .hasStackTraceContaining("No space left");
        assertOffline();
        restartAfterPowerCut();
        assertThat(readAll(broker, log, 0)).containsExactly("0=a");
    }

    @Test
    void believesNothingAfterAnFsyncThatFailed() {
        append("a");
        broker.flush(log);
        append("b");
        disk.faults().failOnce(Operation.FORCE, path -> path.toString().endsWith(".log"));
        assertThatThrownBy(() -> broker.flush(log)).hasCauseInstanceOf(LogOfflineException.class);
        assertThatThrownBy(() -> broker.flush(log)).hasCauseInstanceOf(LogOfflineException.class);
        assertThat(log.recoveryPoint()).isEqualTo(1);
        assertOffline();
    }

    @Test
    void doesNotMarkADirectoryThatFailed() {
        append("a");
        disk.faults().failAlways(Operation.FORCE, path -> path.toString().endsWith(".log"));
        broker.stop();
        assertThat(disk.exists(DIRECTORY.resolve(CleanStopMarker.FILE_NAME))).isFalse();
    }

    @Test
    void failsToStopCleanlyWhenTheDiskIsFull() {
        append("a");
        disk.limitBytes(1);
        broker.stop();
        assertThat(disk.exists(DIRECTORY.resolve(CleanStopMarker.FILE_NAME))).isFalse();
        restartAfterPowerCut();
    }

    @Test
    void goesOnWithTheOtherDirectory() {
        SimulatedDisk two = new SimulatedDisk(4);
        List<Path> paths = List.of(Path.of("/a"), Path.of("/b"));
        TestBroker broker = TestBroker.start(1, two, paths, CONFIG, 100);
        Log first = broker.log(new TopicPartition("t", 0));
        Log second = broker.log(new TopicPartition("t", 1));
        two.faults()
                .failAlways(
                        Operation.WRITE,
                        path -> path.startsWith(first.directory().path()));
        assertThatThrownBy(() -> broker.on(() -> first.appendAsLeader(batch("a"), 0, AppendTerms.UNVERIFIED)))
                .hasCauseInstanceOf(LogOfflineException.class);
        broker.on(() -> second.appendAsLeader(batch("b"), 0, AppendTerms.UNVERIFIED));
        for (int i = 2; i < 6; i++) {
            Log log = broker.log(new TopicPartition("t", i));
            assertThat(log.directory().path()).isEqualTo(second.directory().path());
        }
    }
}
