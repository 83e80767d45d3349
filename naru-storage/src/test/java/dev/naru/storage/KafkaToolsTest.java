package dev.naru.storage;

import static dev.naru.storage.TestBatches.TIME_MS;
import static dev.naru.storage.TestBatches.batch;
import static dev.naru.storage.TestBatches.sequenced;
import static dev.naru.storage.TestBatches.transactional;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.file.NioDisk;
import dev.naru.record.EndTransactionMarker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.storage.internals.checkpoint.OffsetCheckpointFile;
import org.apache.kafka.storage.internals.log.ProducerStateEntry;
import org.apache.kafka.storage.internals.log.ProducerStateManager;
import org.apache.kafka.tools.DumpLogSegments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Naru writes, read by Kafka's own code. */
class KafkaToolsTest {
    private static final LogConfig CONFIG =
            LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withSizeBytes(20_000).withIndex(500, 10 << 20));

    @TempDir
    Path directory;

    /** Thousands of records, some out of the order of time, some from producers with sequences and transactions. */
    private void write(boolean stopCleanly) {
        TestBroker broker = TestBroker.start(NioDisk.INSTANCE, directory, CONFIG);
        Log log = broker.log();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 600; i++) {
            String[] values = new String[1 + random.nextInt(5)];
            for (int j = 0; j < values.length; j++) {
                values[j] = "x".repeat(random.nextInt(100));
            }
            long timestampMs = TIME_MS + i * 100L + random.nextInt(-1000, 1000);
            int epoch = i / 200;
            broker.on(() -> log.appendAsLeader(batch(timestampMs, values), epoch, AppendTerms.UNVERIFIED));
            int sequence = i;
            if (i % 3 == 0) {
                broker.on(() -> log.appendAsLeader(sequenced(7, 0, sequence / 3, "s"), epoch, AppendTerms.UNVERIFIED));
            }
            if (i % 100 == 50) {
                broker.on(() ->
                        log.appendAsLeader(transactional(8, 1, sequence / 100, "t"), epoch, AppendTerms.UNVERIFIED));
            }
            if (i % 100 == 60) {
                EndTransactionMarker marker = new EndTransactionMarker(i % 200 == 60, 3);
                broker.on(() -> log.appendAsLeader(
                        marker.toBatch(timestampMs, epoch, 8, (short) 1), epoch, AppendTerms.COORDINATOR));
            }
        }
        if (stopCleanly) {
            broker.stop();
        } else {
            broker.kill();
        }
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> paths = Files.list(directory.resolve("orders-0"))) {
            return paths.filter(path -> path.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private static String dump(List<Path> files, String... options) throws IOException {
        String names = files.stream().map(Path::toString).collect(Collectors.joining(","));
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            DumpLogSegments.main(Stream.concat(Stream.of("--files", names), Stream.of(options))
                    .toArray(String[]::new));
        } finally {
            System.setOut(out);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void findsNoFaultInIndexesAfterACleanStop() throws IOException {
        write(true);
        assertThat(files(".index")).hasSizeGreaterThan(5);
        assertThat(dump(files(".index"), "--verify-index-only")).doesNotContainIgnoringCase("mismatch");
        String times = dump(files(".timeindex"), "--verify-index-only");
        assertThat(times)
                .contains(".timeindex")
                .doesNotContain("Found timestamp mismatch", "out of order", "not found");
    }

    @Test
    void findsNoFaultInIndexesMadeByRecovery() throws IOException {
        write(false);
        TestBroker.start(NioDisk.INSTANCE, directory, CONFIG).stop();
        assertThat(dump(files(".index"), "--verify-index-only")).doesNotContainIgnoringCase("mismatch");
        assertThat(dump(files(".timeindex"), "--verify-index-only"))
                .doesNotContain("Found timestamp mismatch", "out of order", "not found");
    }

    @Test
    void readsEveryRecord() throws IOException {
        write(true);
        String dumped = dump(files(".log"), "--deep-iteration", "--print-data-log");
        assertThat(dumped).contains("isvalid: true").doesNotContain("isvalid: false", "exception", "invalid bytes");
        long last = TestBroker.start(NioDisk.INSTANCE, directory, CONFIG).log().logEndOffset() - 1;
        for (long offset = 0; offset <= last; offset += 97) {
            assertThat(dumped).contains("| offset: " + offset + " ");
        }
        assertThat(dumped).contains("| offset: " + last + " ", "endTxnMarker: COMMIT", "endTxnMarker: ABORT");
    }

    @Test
    void readsTransactionIndexes() throws IOException {
        write(true);
        assertThat(dump(files(".txnindex"))).contains("producerId: 8").doesNotContainIgnoringCase("exception");
    }

    @Test
    void readsProducerSnapshots() throws IOException {
        write(true);
        List<Path> snapshots = files(".snapshot");
        List<ProducerStateEntry> entries = ProducerStateManager.readSnapshot(
                snapshots.get(snapshots.size() - 1).toFile());
        assertThat(entries).hasSize(2);
        ProducerStateEntry entry = entries.get(0).producerId() == 7 ? entries.get(0) : entries.get(1);
        assertThat(dump(snapshots.subList(snapshots.size() - 1, snapshots.size())))
                .contains("lastSequence: 199");
        assertThat(entry.producerEpoch()).isEqualTo((short) 0);
        ProducerStateEntry transactional = entries.get(0).producerId() == 8 ? entries.get(0) : entries.get(1);
        assertThat(transactional.coordinatorEpoch()).isEqualTo(3);
        assertThat(transactional.currentTxnFirstOffset()).isEmpty();
    }

    @Test
    void readsCheckpoints() throws IOException {
        write(true);
        OffsetCheckpointFile points = new OffsetCheckpointFile(
                directory.resolve(OffsetCheckpoint.RECOVERY_POINTS).toFile(), null);
        long end = TestBroker.start(NioDisk.INSTANCE, directory, CONFIG).log().logEndOffset();
        assertThat(points.read()).containsEntry(new org.apache.kafka.common.TopicPartition("orders", 0), end);
        assertThat(directory.resolve("orders-0").resolve(LeaderEpochs.FILE_NAME))
                .content()
                .startsWith("0\n3\n0 0\n1 ");
    }
}
