package dev.naru.engines.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Copies the topic {@code lines} to the topic {@code copies}, exactly once: {@code Copy bootstrap directory}.
 *
 * <p>A checkpoint twice a second ends one transaction and begins the next. Started again, it goes on from the newest whole
 * checkpoint, where it commits the transactions that were prepared and aborts those that came after.
 *
 * <p>Threading: the threads of Flink's local cluster.
 */
public final class Copy {
    private Copy() {}

    public static void main(String[] arguments) throws Exception {
        String bootstrap = arguments[0];
        Path directory = Path.of(arguments[1]);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(1, configuration(directory));
        environment
                .fromSource(source(bootstrap), WatermarkStrategy.noWatermarks(), "lines")
                .uid("lines")
                .sinkTo(sink(bootstrap))
                .uid("copies");
        environment.execute("copy");
    }

    private static Configuration configuration(Path directory) throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.toUri().toString());
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        newestCheckpoint(directory)
                .ifPresent(path -> configuration.set(
                        StateRecoveryOptions.SAVEPOINT_PATH, path.toUri().toString()));
        return configuration;
    }

    private static Optional<Path> newestCheckpoint(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.endsWith("_metadata"))
                    .max(Comparator.comparing(Copy::modified))
                    .map(Path::getParent);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0); // deleted as it was looked at
        }
    }

    private static KafkaSource<String> source(String bootstrap) {
        return KafkaSource.<String>builder()
                .setBootstrapServers(bootstrap)
                .setTopics("lines")
                .setGroupId("copy")
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setValueOnlyDeserializer(new SimpleStringSchema())
                .setProperty("isolation.level", "read_committed")
                .build();
    }

    private static KafkaSink<String> sink(String bootstrap) {
        return KafkaSink.<String>builder()
                .setBootstrapServers(bootstrap)
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix("copy")
                .setProperty("transaction.timeout.ms", "60000")
                .setRecordSerializer(KafkaRecordSerializationSchema.<String>builder()
                        .setTopic("copies")
                        .setValueSerializationSchema(new SimpleStringSchema())
                        .build())
                .build();
    }
}
