package dev.naru.storage;

import static dev.naru.storage.TestBatches.TIME_MS;
import static dev.naru.storage.TestBatches.batch;
import static dev.naru.storage.TestBatches.transactional;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.record.EndTransactionMarker;
import dev.naru.testkit.SimulatedDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogTransactionTest {
    private static final Path DIRECTORY = Path.of("/data");

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private TestBroker broker = TestBroker.start(disk, DIRECTORY, LogConfig.DEFAULTS);
    private Log log = broker.log();

    private AppendOutcome append(ByteBuffer records) {
        return broker.on(() -> log.appendAsLeader(records, 0, AppendTerms.UNVERIFIED));
    }

    private AppendOutcome end(long producerId, boolean commit, int coordinatorEpoch) {
        ByteBuffer marker =
                new EndTransactionMarker(commit, coordinatorEpoch).toBatch(TIME_MS, 0, producerId, (short) 0);
        return broker.on(() -> log.appendAsLeader(marker, 0, AppendTerms.COORDINATOR));
    }

    private long stableOffset() {
        return broker.on(() -> log.lastStableOffset(log.logEndOffset()));
    }

    private void highWatermark() {
        broker.on(() -> {
            log.onHighWatermark(log.logEndOffset());
            return true;
        });
    }

    /** What a reader of [from, upTo) is told of. */
    private List<AbortedTransaction> abortedIn(long from, long upTo) {
        return abortedIn(from, upTo, 1 << 20);
    }

    private List<AbortedTransaction> abortedIn(long from, long upTo, int maxBytes) {
        return broker.on(() -> {
            ReadOutcome.Slice slice = (ReadOutcome.Slice) log.read(from, maxBytes, upTo, true);
            List<AbortedTransaction> aborted = log.abortedTransactions(slice, from);
            slice.records().release();
            return aborted;
        });
    }

    @Test
    void holdsBackWhatIsNotDecidedAndReplicated() {
        append(batch("a"));
        assertThat(stableOffset()).isEqualTo(1);
        append(transactional(7, 0, 0, "t"));
        append(batch("b"));
        assertThat(stableOffset()).isEqualTo(1);
        end(7, true, 0);
        assertThat(stableOffset()).isEqualTo(1);
        highWatermark();
        assertThat(stableOffset()).isEqualTo(4);
    }

    @Test
    void waitsForTheOldestOpenTransaction() {
        append(transactional(7, 0, 0, "t"));
        append(transactional(8, 0, 0, "u"));
        end(8, false, 0);
        highWatermark();
        assertThat(stableOffset()).isZero();
        end(7, false, 0);
        highWatermark();
        assertThat(stableOffset()).isEqualTo(4);
        assertThat(abortedIn(0, 4))
                .isEqualTo(List.of(new AbortedTransaction(8, 1, 2, 0), new AbortedTransaction(7, 0, 3, 4)));
        assertThat(abortedIn(3, 4)).isEqualTo(List.of(new AbortedTransaction(7, 0, 3, 4)));
    }

    @Test
    void refusesTheMarkerOfAReplacedCoordinator() {
        append(transactional(7, 0, 0, "t"));
        end(7, true, 5);
        append(transactional(7, 0, 1, "t"));
        assertThat(end(7, true, 4)).isEqualTo(new AppendOutcome.CoordinatorFenced(7, 5, 4));
    }

    @Test
    void findsItsTransactionsAgainAfterACrash() {
        append(transactional(7, 0, 0, "t"));
        append(transactional(8, 0, 0, "u"));
        end(8, false, 3);
        broker.kill();
        disk.killProcess();
        broker = TestBroker.start(disk, DIRECTORY, LogConfig.DEFAULTS);
        log = broker.log();
        assertThat(stableOffset()).isZero();
        assertThat(abortedIn(0, 3)).isEqualTo(List.of(new AbortedTransaction(8, 1, 2, 0)));
        assertThat(broker.on(log::activeProducers))
                .containsExactlyInAnyOrder(
                        new ActiveProducer(7, (short) 0, 0, TIME_MS, -1, 0),
                        new ActiveProducer(8, (short) 0, 0, TIME_MS, 3, -1));
    }

    @Test
    void tellsAReaderOnlyOfTheTransactionsItReads() {
        log = startedWithAnIndexEntryForEachBatch();
        for (int transaction = 0; transaction < 100; transaction++) {
            append(transactional(7, 0, transaction, "t"));
            end(7, false, 0);
        }
        highWatermark();

        for (int transaction = 0; transaction < 100; transaction++) {
            assertThat(abortedIn(2L * transaction, 200, 1))
                    .contains(new AbortedTransaction(7, 2L * transaction, 2L * transaction + 1, 2L * transaction + 2))
                    .hasSizeLessThanOrEqualTo(3);
        }
        assertThat(abortedIn(0, 200)).hasSize(100);
    }

    private Log startedWithAnIndexEntryForEachBatch() {
        broker.kill();
        broker = TestBroker.start(
                new SimulatedDisk(2), DIRECTORY, LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withIndex(1, 1 << 20)));
        return broker.log();
    }
}
