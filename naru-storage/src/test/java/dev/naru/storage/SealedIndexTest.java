package dev.naru.storage;

import static dev.naru.storage.TestBatches.TIME_MS;
import static dev.naru.storage.TestBatches.batch;
import static dev.naru.storage.TestBatches.transactional;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.record.EndTransactionMarker;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import dev.naru.testkit.SimulatedDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * What lies below the recovery point is not read again after a crash. An index by offset or time is a hint that is checked at
 * each use; the index of aborted transactions is not, so it must be as durable as the records it speaks of.
 */
class SealedIndexTest {
    private static final Path DIRECTORY = Path.of("/data");
    private static final LogConfig CONFIG = LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withSizeBytes(400));

    @Seeded(count = 20)
    void keepsAbortedTransactionsOfASegmentThatWasForcedBeforeItWasSealed(Gen gen) {
        SimulatedDisk disk = new SimulatedDisk(gen.seed());
        TestBroker broker = TestBroker.start(disk, DIRECTORY, CONFIG);
        Log log = broker.log();
        append(broker, log, transactional(7, 0, 0, "t"), AppendTerms.UNVERIFIED);
        ByteBuffer marker = new EndTransactionMarker(false, 0).toBatch(TIME_MS, 0, 7, (short) 0);
        append(broker, log, marker, AppendTerms.COORDINATOR);
        broker.flush(log);
        broker.writeCheckpoints();
        append(broker, log, batch("x".repeat(300)), AppendTerms.CLIENT);
        assertThat(log.segments().count()).isEqualTo(2);
        if (gen.chance(50)) {
            broker.flush(log);
            broker.writeCheckpoints();
        }

        broker.kill();
        disk.crash();
        broker = TestBroker.start(disk, DIRECTORY, CONFIG);

        Log recovered = broker.log();
        assertThat(broker.on(() -> recovered.segments().abortedTransactions(0, 2)))
                .containsExactly(new AbortedTransaction(7, 0, 1, 2));
    }

    private static void append(TestBroker broker, Log log, ByteBuffer records, AppendTerms terms) {
        broker.on(() -> log.appendAsLeader(records, 0, terms));
    }
}
