package dev.naru.storage;

import static dev.naru.storage.TestBatches.batch;
import static dev.naru.storage.TestBatches.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.naru.common.file.NioDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files, cut and changed at every byte, and opened again. */
class LogRecoveryTest {
    private static final int BATCHES = 6;
    private static final String LOG_NAME = "00000000000000000000.log";

    @TempDir
    Path directory;

    private final List<Integer> ends = new ArrayList<>();
    private byte[] content = new byte[0];

    private Path original() {
        return directory.resolve("original");
    }

    /** Six batches; the first {@code forced} of them are below the recovery point. */
    private void write(int forced) throws IOException {
        TestBroker broker = TestBroker.start(
                NioDisk.INSTANCE, original(), LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withIndex(100, 1 << 20)));
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
        Files.delete(original().resolve(".lock"));
        content = Files.readAllBytes(original().resolve("orders-0").resolve(LOG_NAME));
        assertThat(content).hasSize(end);
    }

    @BeforeEach
    void forget() {
        ends.clear();
    }

    private Path copy(String name, byte[] log) throws IOException {
        Path target = directory.resolve(name);
        try (Stream<Path> paths = Files.walk(original())) {
            for (Path path : paths.toList()) {
                Files.copy(path, target.resolve(original().relativize(path).toString()));
            }
        }
        Files.write(target.resolve("orders-0").resolve(LOG_NAME), log);
        return target;
    }

    private static TestBroker open(Path copy) {
        return TestBroker.start(
                NioDisk.INSTANCE, copy, LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withIndex(100, 1 << 20)));
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
            TestBroker broker = open(copy("cut-" + bytes, Arrays.copyOf(content, bytes)));
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
            TestBroker broker = open(copy("zero-" + bytes, zeroed));
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
            TestBroker broker = open(copy("flip-" + at, changed));
            assertThat(readAll(broker, broker.log(), 0)).as("byte %d", at).isEqualTo(values(2));
            broker.stop();
        }
    }

    @Test
    void leavesALogAloneThatIsDamagedBelowTheRecoveryPoint() throws IOException {
        write(4);
        for (int bytes = 0; bytes < ends.get(3); bytes += 7) {
            byte[] cut = Arrays.copyOf(content, bytes);
            Path copy = copy("damaged-" + bytes, cut);
            TestBroker broker = open(copy);
            assertThat(broker.manager.offlinePartitions()).containsExactly(TestBroker.PARTITION);
            assertThat(broker.manager.get(TestBroker.PARTITION)).isNull();
            broker.stop();
            assertThat(copy.resolve("orders-0").resolve(LOG_NAME)).hasBinaryContent(cut);
            assertThat(copy.resolve(CleanStopMarker.FILE_NAME)).doesNotExist();
            assertThat(copy.resolve(OffsetCheckpoint.RECOVERY_POINTS)).hasContent("0\n1\norders 0 4\n");
        }
    }

    @Test
    void cutsOnlyBehindTheRecoveryPoint() throws IOException {
        write(4);
        for (int bytes = ends.get(3); bytes <= content.length; bytes++) {
            TestBroker broker = open(copy("behind-" + bytes, Arrays.copyOf(content, bytes)));
            assertThat(readAll(broker, broker.log(), 0)).isEqualTo(values(wholeBatches(bytes)));
            broker.stop();
        }
    }

    @Test
    void neverMakesADamagedLogAnew() throws IOException {
        write(4);
        TestBroker broker = open(copy("anew", new byte[3]));
        assertThat(catchThrowable(broker::log)).hasRootCauseInstanceOf(LogOfflineException.class);
    }
}
