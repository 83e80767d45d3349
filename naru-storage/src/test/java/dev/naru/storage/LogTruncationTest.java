package dev.naru.storage;

import static dev.naru.storage.TestBatches.batch;
import static dev.naru.storage.TestBatches.readAll;
import static dev.naru.storage.TestBatches.sequenced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.testkit.SimulatedDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogTruncationTest {
    private static final Path DIRECTORY = Path.of("/data");
    private static final LogConfig CONFIG =
            LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withSizeBytes(1000).withIndex(200, 10 << 20));
    private static final int RECORDS = 60;

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final List<String> expected = new ArrayList<>();
    private TestBroker broker = TestBroker.start(disk, DIRECTORY, CONFIG);
    private Log log = broker.log();

    private void fill() {
        for (int i = 0; i < RECORDS; i++) {
            int number = i;
            ByteBuffer records = i % 2 == 0 ? batch("value-" + i) : sequenced(7, 0, i / 2, "value-" + i);
            broker.on(() -> log.appendAsLeader(records, number / 10, AppendTerms.UNVERIFIED));
            expected.add(i + "=value-" + i);
        }
    }

    private void truncate(long offset) {
        broker.awaitDone((done, failed) -> log.truncateTo(offset, done, failed));
    }

    private void restart(boolean powerCut) {
        broker.kill();
        if (powerCut) {
            disk.crash();
        } else {
            disk.killProcess();
        }
        broker = TestBroker.start(disk, DIRECTORY, CONFIG);
        log = broker.log();
    }

    @Test
    void endsAtTheOffset() {
        fill();
        for (int end = RECORDS; end >= 0; end -= 7) {
            truncate(end);
            assertThat(log.logEndOffset()).isEqualTo(end);
            assertThat(readAll(broker, log, 0)).isEqualTo(expected.subList(0, end));
            assertThat(log.latestLeaderEpoch()).isEqualTo(end == 0 ? -1 : (end - 1) / 10);
        }
    }

    @Test
    void forgetsTheSequencesOfWhatIsCutOff() {
        fill();
        truncate(30);
        AppendOutcome outcome =
                broker.on(() -> log.appendAsLeader(sequenced(7, 0, 15, "again"), 9, AppendTerms.UNVERIFIED));
        assertThat(outcome).isInstanceOf(AppendOutcome.Appended.class);
        assertThat(broker.on(() -> log.appendAsLeader(sequenced(7, 0, 14, "value-29"), 9, AppendTerms.UNVERIFIED)))
                .isEqualTo(new AppendOutcome.Duplicate(29, 29, TestBatches.TIME_MS, 0));
    }

    @Test
    void cutsAWholeBatchWhenTheOffsetIsWithin() {
        broker.on(() -> log.appendAsLeader(batch("a"), 0, AppendTerms.UNVERIFIED));
        broker.on(() -> log.appendAsLeader(batch("b", "c", "d"), 0, AppendTerms.UNVERIFIED));
        truncate(2);
        assertThat(readAll(broker, log, 0)).containsExactly("0=a");
    }

    @Test
    void staysCutAfterAPowerCut() {
        fill();
        broker.flush(log);
        broker.writeCheckpoints();
        truncate(25);
        broker.on(() -> log.appendAsLeader(batch("new"), 9, AppendTerms.UNVERIFIED));
        broker.flush(log);
        restart(true);
        List<String> all = new ArrayList<>(expected.subList(0, 25));
        all.add("25=new");
        assertThat(readAll(broker, log, 0)).isEqualTo(all);
        assertThat(log.latestLeaderEpoch()).isEqualTo(9);
    }

    @Test
    void beginsAnewElsewhere() {
        fill();
        broker.flush(log);
        broker.awaitDone((done, failed) -> log.truncateFullyAndStartAt(500, done, failed));
        assertThat(log.logStartOffset()).isEqualTo(500);
        assertThat(log.logEndOffset()).isEqualTo(500);
        assertThat(broker.on(log::activeProducers)).isEmpty();
        broker.on(() -> log.appendAsLeader(batch("new"), 9, AppendTerms.UNVERIFIED));
        broker.flush(log);
        restart(true);
        assertThat(log.logStartOffset()).isEqualTo(500);
        assertThat(readAll(broker, log, 500)).containsExactly("500=new");
    }

    @Test
    void followsALeaderAsItIs() {
        TestBroker leader = TestBroker.start(new SimulatedDisk(2), DIRECTORY, CONFIG);
        Log leaderLog = leader.log();
        for (int i = 0; i < 30; i++) {
            int epoch = i / 10;
            leader.on(() -> leaderLog.appendAsLeader(batch("a", "b"), epoch, AppendTerms.UNVERIFIED));
        }
        while (log.logEndOffset() < 60) {
            ReadOutcome.Slice slice =
                    (ReadOutcome.Slice) leader.on(() -> leaderLog.read(log.logEndOffset(), 300, 60, true));
            ByteBuffer records = slice.records().toBuffer();
            slice.records().release();
            assertThat(broker.on(() -> log.appendAsFollower(records))).isInstanceOf(AppendOutcome.Appended.class);
        }
        assertThat(readAll(broker, log, 0)).isEqualTo(readAll(leader, leaderLog, 0));
        assertThat(log.endOffsetForEpoch(1)).isEqualTo(new EpochEndOffset(1, 40));
    }

    @Test
    void refusesDamagedAndRepeatedBatchesOfALeader() {
        fill();
        ByteBuffer damaged = batch("x");
        damaged.put(damaged.limit() - 2, (byte) 'y');
        damaged.putLong(0, RECORDS);
        assertThat(broker.on(() -> log.appendAsFollower(damaged))).isInstanceOf(AppendOutcome.Corrupt.class);
        assertThat(broker.on(() -> log.appendAsFollower(ByteBuffer.wrap(new byte[10]))))
                .isInstanceOf(AppendOutcome.Corrupt.class);
        assertThat(broker.on(() -> log.appendAsFollower(batch("old"))))
                .isEqualTo(new AppendOutcome.UnexpectedOffset(RECORDS, 0));
        assertThat(log.logEndOffset()).isEqualTo(RECORDS);
    }
}
