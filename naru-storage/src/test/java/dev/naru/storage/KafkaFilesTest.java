package dev.naru.storage;

import static dev.naru.storage.TestBatches.TIME_MS;
import static dev.naru.storage.TestBatches.batch;
import static dev.naru.storage.TestBatches.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.file.NioDisk;
import dev.naru.record.Batches;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.storage.internals.checkpoint.CleanShutdownFileHandler;
import org.apache.kafka.storage.internals.checkpoint.LeaderEpochCheckpointFile;
import org.apache.kafka.storage.internals.checkpoint.OffsetCheckpointFile;
import org.apache.kafka.storage.internals.checkpoint.PartitionMetadataFile;
import org.apache.kafka.storage.internals.log.EpochEntry;
import org.apache.kafka.storage.internals.log.LogDirFailureChannel;
import org.apache.kafka.storage.internals.log.LogSegment;
import org.apache.kafka.storage.internals.log.ProducerStateEntry;
import org.apache.kafka.storage.internals.log.ProducerStateManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same batches, written by Kafka's classes and by Naru: the same bytes, and each opens the other's. */
class KafkaFilesTest {
    private static final int INDEX_INTERVAL_BYTES = 300;
    private static final LogConfig CONFIG = LogConfig.DEFAULTS.with(
            SegmentConfig.DEFAULTS.withSizeBytes(8000).withIndex(INDEX_INTERVAL_BYTES, 10 << 20));
    private static final int BATCHES = 300;

    @TempDir
    Path directory;

    private final List<String> expected = new ArrayList<>();

    private Path naru() {
        return directory.resolve("naru").resolve("orders-0");
    }

    private Path kafka() {
        return directory.resolve("kafka").resolve("orders-0");
    }

    /** Naru's log, stopped cleanly; answers the base offsets of its segments. */
    private List<Long> write() throws IOException {
        TestBroker broker = TestBroker.start(NioDisk.INSTANCE, directory.resolve("naru"), CONFIG);
        Log log = broker.log();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < BATCHES; i++) {
            String value = i + "-" + "x".repeat(random.nextInt(150));
            long timestampMs = TIME_MS + i * 50L + random.nextInt(500);
            broker.on(() -> log.appendAsLeader(batch(timestampMs, value), 2, AppendTerms.UNVERIFIED));
            expected.add(i + "=" + value);
        }
        broker.stop();
        List<Long> bases =
                FolderListing.read(NioDisk.INSTANCE, new LogFolder(naru())).logs();
        assertThat(bases).hasSizeGreaterThan(3);
        return bases;
    }

    /** The batches of one of Naru's segments, appended to one of Kafka's. */
    private void copyThroughKafka(long baseOffset) throws IOException {
        Files.createDirectories(kafka());
        org.apache.kafka.storage.internals.log.LogConfig config = new org.apache.kafka.storage.internals.log.LogConfig(
                Map.of("index.interval.bytes", INDEX_INTERVAL_BYTES, "segment.bytes", 1 << 20));
        LogSegment segment = LogSegment.open(kafka().toFile(), baseOffset, config, Time.SYSTEM, 0, false);
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(naru().resolve(FileKind.LOG.nameOf(baseOffset))));
        Batches batches = new Batches(content);
        while (batches.next()) {
            MemoryRecords records =
                    MemoryRecords.readableRecords(batches.batch().bytes());
            segment.append(batches.batch().lastOffset(), records);
        }
        segment.onBecomeInactiveSegment();
        segment.close();
    }

    @Test
    void writesTheSameBytesAsKafka() throws IOException {
        for (long base : write()) {
            copyThroughKafka(base);
            for (FileKind kind : List.of(FileKind.LOG, FileKind.OFFSET_INDEX, FileKind.TIME_INDEX)) {
                String name = kind.nameOf(base);
                assertThat(naru().resolve(name)).as(name).hasSameBinaryContentAs(kafka().resolve(name));
            }
        }
    }

    @Test
    void opensWhatKafkaWrote() throws Exception {
        for (long base : write()) {
            copyThroughKafka(base);
        }
        LogDirFailureChannel failures = new LogDirFailureChannel(1);
        new LeaderEpochCheckpointFile(LeaderEpochCheckpointFile.newFile(kafka().toFile()), failures)
                .write(List.of(new EpochEntry(1, 0), new EpochEntry(2, 100)));
        PartitionMetadataFile metadata =
                new PartitionMetadataFile(PartitionMetadataFile.newFile(kafka().toFile()), failures);
        metadata.record(Uuid.fromString(TestBroker.TOPIC_ID.toString()));
        metadata.maybeFlush();
        ProducerStateEntry producer = new ProducerStateEntry(7, (short) 3, 4, TIME_MS, OptionalLong.of(250));
        ProducerStateManager.writeSnapshot(
                kafka().resolve(FileKind.SNAPSHOT.nameOf(BATCHES)).toFile(), Map.of(7L, producer), true);
        Path logDirectory = directory.resolve("kafka");
        new OffsetCheckpointFile(
                        logDirectory.resolve(OffsetCheckpoint.RECOVERY_POINTS).toFile(), failures)
                .write(Map.of(new org.apache.kafka.common.TopicPartition("orders", 0), (long) BATCHES));
        new CleanShutdownFileHandler(logDirectory.toString()).write(5);
        Files.writeString(
                logDirectory.resolve(MetaProperties.FILE_NAME),
                "#\n#Sun Nov 22 21:00:00 UTC 2026\nbroker.id=1\ncluster.id=" + TestBroker.CLUSTER_ID + "\nversion=0\n");

        TestBroker broker = TestBroker.start(NioDisk.INSTANCE, logDirectory, CONFIG);
        Log log = broker.manager.get(TestBroker.PARTITION);
        assertThat(readAll(broker, log, 0)).isEqualTo(expected);
        assertThat(log.topicId()).isEqualTo(TestBroker.TOPIC_ID);
        assertThat(log.endOffsetForEpoch(1)).isEqualTo(new EpochEndOffset(1, 100));
        assertThat(broker.on(log::activeProducers))
                .containsExactly(new ActiveProducer(7, (short) 3, -1, TIME_MS, 4, 250));
        assertThat(broker.on(() -> log.lastStableOffset(BATCHES))).isEqualTo(250);
        assertThat(logDirectory.resolve(CleanStopMarker.FILE_NAME)).doesNotExist();
        broker.stop();
    }

    @Test
    void writesACheckpointKafkaReadsAndAMarkerItKnows() throws Exception {
        write();
        String logDirectory = directory.resolve("naru").toString();
        assertThat(new CleanShutdownFileHandler(logDirectory).exists()).isTrue();
        assertThat(new CleanShutdownFileHandler(logDirectory).read()).isEqualTo(OptionalLong.of(-1));
        PartitionMetadataFile metadata =
                new PartitionMetadataFile(PartitionMetadataFile.newFile(naru().toFile()), new LogDirFailureChannel(1));
        assertThat(metadata.read().topicId().toString()).isEqualTo(TestBroker.TOPIC_ID.toString());
        assertThat(new LeaderEpochCheckpointFile(
                                LeaderEpochCheckpointFile.newFile(naru().toFile()), new LogDirFailureChannel(1))
                        .read())
                .containsExactly(new EpochEntry(2, 0));
    }
}
