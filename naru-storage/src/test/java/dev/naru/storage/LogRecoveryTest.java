package dev.naru.storage;

import static dev.naru.storage.TestBatches.batch;
import static dev.naru.storage.TestBatches.readAll;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.naru.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logs cut and changed at every byte, and opened again. */
class LogRecoveryTest {
    private static final int BATCHES = 6;

    private static final Path DIRECTORY = Path.of("/data");
    private static final Path FOLDER = DIRECTORY.resolve("orders-0");
    private static final Path LOG_FILE = FOLDER.resolve("00000000000000000000.log");
    private static final LogConfig CONFIG = LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withIndex(100, 1 << 20));

    private final SimulatedDisk original = new SimulatedDisk(1);
    private final List<Integer> ends = new ArrayList<>();
    private byte[] content = new byte[0];

    /** Six batches; the first {@code forced} of them are below the recovery point. */
    private void write(int forced) throws IOException {
        TestBroker broker = open(original);
        Log log = broker.log();
        int end = 0;
        for (int i = 0; i < BATCHES; i++) {
            if (i == forced && forced > 0) {
                broker.flush(log);
                broker.writeCheckpoints();
            }
            byte[] bytes = new byte[batch("value-" + i).remaining()];
            end += bytes.length;
            ends.add(end);
            int number = i;
            broker.on(() -> log.appendAsLeader(batch("value-" + number), number, AppendTerms.UNVERIFIED));
        }
        broker.kill();
        content = WholeFile.read(original, LOG_FILE);
        assertThat(content).hasSize(end);
    }

    @BeforeEach
    void forget() {
        ends.clear();
    }

    /** What the original has, but for the log. */
    private SimulatedDisk copy(byte[] log) throws IOException {
        SimulatedDisk copy = new SimulatedDisk(1);
        copy.createDirectories(FOLDER);
        for (Path folder : List.of(DIRECTORY, FOLDER)) {
            for (Path path : original.list(folder)) {
                if (!original.isDirectory(path)) {
                    byte[] bytes = path.equals(LOG_FILE) ? log : WholeFile.read(original, path);
                    WholeFile.write(copy, path, ByteBuffer.wrap(bytes), true);
                }
            }
        }
        return copy;
    }

    private static TestBroker open(SimulatedDisk copy) {
        return TestBroker.start(copy, DIRECTORY, CONFIG);
    }

    private static List<String> values(int count) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(i + "=value-" + i);
        }
        return values;
    }

    private int wholeBatches(int bytes) {
        return (int) ends.stream().filter(end -> end <= bytes).count();
    }

    @Test
    void cutsATailTornAtAnyByteBackToTheLastWholeBatch() throws IOException {
        write(0);
        for (int bytes = 0; bytes <= content.length; bytes++) {
            TestBroker broker = open(copy(Arrays.copyOf(content, bytes)));
            Log log = broker.log();
            int whole = wholeBatches(bytes);
            assertThat(log.logEndOffset()).as("cut at %d", bytes).isEqualTo(whole);
            assertThat(log.latestLeaderEpoch()).as("cut at %d", bytes).isEqualTo(whole - 1);
            broker.on(() -> log.appendAsLeader(batch("again"), 9, AppendTerms.UNVERIFIED));
            List<String> expected = values(whole);
            expected.add(whole + "=again");
            assertThat(readAll(broker, log, 0)).as("cut at %d", bytes).isEqualTo(expected);
            broker.stop();
        }
    }

    @Test
    void cutsATailOfZeros() throws IOException {
        write(0);
        for (int bytes = 0; bytes < content.length; bytes += 13) {
            byte[] zeroed = content.clone();
            Arrays.fill(zeroed, bytes, zeroed.length, (byte) 0);
            TestBroker broker = open(copy(zeroed));
            assertThat(readAll(broker, broker.log(), 0)).isEqualTo(values(unchangedBatches(zeroed)));
            broker.stop();
        }
    }

    /** Zeros in place of zeros change nothing. */
    private int unchangedBatches(byte[] changed) {
        int mismatch = Arrays.mismatch(content, changed);
        return mismatch < 0 ? BATCHES : wholeBatches(mismatch);
    }

    @Test
    void cutsAtTheFirstBatchWithAnyBitChangedThatItsChecksumCovers() throws IOException {
        write(0);
        int third = ends.get(1);
        for (int at = third + 16; at < ends.get(2); at++) {
            byte[] changed = content.clone();
            changed[at] ^= (byte) (1 << (at % 8));
            TestBroker broker = open(copy(changed));
            assertThat(readAll(broker, broker.log(), 0)).as("byte %d", at).isEqualTo(values(2));
            broker.stop();
        }
    }

    @Test
    void leavesALogAloneThatIsDamagedBelowTheRecoveryPoint() throws IOException {
        write(4);
        for (int bytes = 0; bytes < ends.get(3); bytes += 7) {
            byte[] cut = Arrays.copyOf(content, bytes);
            SimulatedDisk copy = copy(cut);
            TestBroker broker = open(copy);
            assertThat(broker.manager.offlinePartitions()).containsExactly(TestBroker.PARTITION);
            assertThat(broker.manager.get(TestBroker.PARTITION)).isNull();
            broker.stop();
            assertThat(WholeFile.read(copy, LOG_FILE)).isEqualTo(cut);
            assertThat(copy.exists(DIRECTORY.resolve(CleanStopMarker.FILE_NAME)))
                    .isFalse();
            assertThat(WholeFile.read(copy, DIRECTORY.resolve(OffsetCheckpoint.RECOVERY_POINTS)))
                    .asString(UTF_8)
                    .isEqualTo("0\n1\norders 0 4\n");
        }
    }

    @Test
    void cutsOnlyBehindTheRecoveryPoint() throws IOException {
        write(4);
        for (int bytes = ends.get(3); bytes <= content.length; bytes++) {
            TestBroker broker = open(copy(Arrays.copyOf(content, bytes)));
            assertThat(readAll(broker, broker.log(), 0)).isEqualTo(values(wholeBatches(bytes)));
            broker.stop();
        }
    }

    @Test
    void neverMakesADamagedLogAnew() throws IOException {
        write(4);
        TestBroker broker = open(copy(new byte[3]));
        assertThat(catchThrowable(broker::log)).hasRootCauseInstanceOf(LogOfflineException.class);
    }
}
