package dev.naru.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.config.ConfigException;
import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigSources;
import dev.naru.common.config.ConfigView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopicConfigsTest {
    /** What a broker of Apache Kafka 4.4.0 answers to DescribeConfigs for a new topic: name, type, value, synonym. */
    private static final String KAFKA = """
            cleanup.policy LIST delete log.cleanup.policy
            compression.gzip.level INT -1 compression.gzip.level
            compression.lz4.level INT 9 compression.lz4.level
            compression.type STRING producer compression.type
            compression.zstd.level INT 3 compression.zstd.level
            delete.retention.ms LONG 86400000 log.cleaner.delete.retention.ms
            errors.deadletterqueue.group.enable BOOLEAN false -
            file.delete.delay.ms LONG 60000 log.segment.delete.delay.ms
            flush.messages LONG 9223372036854775807 log.flush.interval.messages
            flush.ms LONG 9223372036854775807 log.flush.interval.ms
            follower.replication.throttled.replicas LIST  -
            index.interval.bytes INT 4096 log.index.interval.bytes
            leader.replication.throttled.replicas LIST  -
            local.retention.bytes LONG -2 log.local.retention.bytes
            local.retention.ms LONG -2 log.local.retention.ms
            max.compaction.lag.ms LONG 9223372036854775807 log.cleaner.max.compaction.lag.ms
            max.decompressed.message.bytes INT 2147483639 max.decompressed.message.bytes
            max.message.bytes INT 1048588 message.max.bytes
            message.timestamp.after.max.ms LONG 3600000 log.message.timestamp.after.max.ms
            message.timestamp.before.max.ms LONG 9223372036854775807 log.message.timestamp.before.max.ms
            message.timestamp.type STRING CreateTime log.message.timestamp.type
            min.cleanable.dirty.ratio DOUBLE 0.5 log.cleaner.min.cleanable.ratio
            min.compaction.lag.ms LONG 0 log.cleaner.min.compaction.lag.ms
            min.insync.replicas INT 1 min.insync.replicas
            preallocate BOOLEAN false log.preallocate
            remote.copy.lag.bytes LONG -1 log.remote.copy.lag.bytes
            remote.copy.lag.ms LONG 0 log.remote.copy.lag.ms
            remote.log.copy.disable BOOLEAN false -
            remote.log.delete.on.disable BOOLEAN false -
            remote.storage.enable BOOLEAN false -
            retention.bytes LONG -1 log.retention.bytes
            retention.ms LONG 604800000 log.retention.ms
            segment.bytes INT 1073741824 log.segment.bytes
            segment.index.bytes INT 10485760 log.index.size.max.bytes
            segment.jitter.ms LONG 0 log.roll.jitter.ms
            segment.ms LONG 604800000 log.roll.ms
            unclean.leader.election.enable BOOLEAN false unclean.leader.election.enable
            """;

    @Test
    void keysTypesDefaultsAndSynonymsAreThoseOfKafka() {
        String ours = TopicConfigs.KEYS.all().stream()
                .map(key ->
                        key + " " + key.type() + " " + BrokerDefaults.builtIn().topicText(key, Map.of()) + " "
                                + TopicConfigs.synonyms(key).stream()
                                        .findFirst()
                                        .map(synonym -> synonym.brokerKey().name())
                                        .orElse("-"))
                .collect(Collectors.joining("\n", "", "\n"));

        assertThat(ours).isEqualTo(KAFKA);
    }

    @Test
    void everyKeySaysWhatItMeansAndAcceptsItsDefault() {
        for (ConfigKey<?> key : TopicConfigs.KEYS.all()) {
            assertThat(key.meaning()).as(key.name()).isNotBlank();
            assertThat(key.problemWith(Objects.requireNonNull(key.defaultText())))
                    .isNull();
        }
        for (ConfigKey<?> key : TopicConfigs.brokerKeys().all()) {
            assertThat(key.meaning()).as(key.name()).isNotBlank();
        }
    }

    @Test
    void refusesValuesOutsideTheRange() {
        assertThat(List.of(
                        problem("retention.ms", "-2"),
                        problem("cleanup.policy", "delete,,"),
                        problem("cleanup.policy", "keep"),
                        problem("segment.bytes", "1048575"),
                        problem("compression.gzip.level", "0"),
                        problem("compression.type", "LZ4"),
                        problem("min.cleanable.dirty.ratio", "1.5"),
                        problem("min.cleanable.dirty.ratio", "NaN"),
                        problem("max.message.bytes", "2147483648"),
                        problem("leader.replication.throttled.replicas", "0:1,x")))
                .doesNotContain("accepted");
        assertThat(List.of(
                        problem("cleanup.policy", ""),
                        problem("cleanup.policy", "delete,delete"),
                        problem("cleanup.policy", " delete , compact "),
                        problem("leader.replication.throttled.replicas", "*"),
                        problem("leader.replication.throttled.replicas", "0:1,1:2"),
                        problem("compression.gzip.level", "-1")))
                .containsOnly("accepted");
    }

    @Test
    void topicWinsOverBrokerWinsOverClusterWinsOverFile() throws ConfigException {
        ConfigView file = new ConfigSources(TopicConfigs.brokerKeys())
                .file("log.segment.bytes=4000000")
                .read();
        BrokerDefaults onlyFile = new BrokerDefaults(file, Map.of(), Map.of());
        BrokerDefaults cluster = new BrokerDefaults(file, Map.of(), Map.of("log.segment.bytes", "3000000"));
        BrokerDefaults broker = new BrokerDefaults(
                file, Map.of("log.segment.bytes", "2000000"), Map.of("log.segment.bytes", "3000000"));
        Map<String, String> topic = Map.of("segment.bytes", "1500000");

        assertThat(onlyFile.topicValue(TopicKeys.SEGMENT_BYTES, Map.of())).isEqualTo(4_000_000);
        assertThat(cluster.topicValue(TopicKeys.SEGMENT_BYTES, Map.of())).isEqualTo(3_000_000);
        assertThat(broker.topicValue(TopicKeys.SEGMENT_BYTES, Map.of())).isEqualTo(2_000_000);
        assertThat(broker.topicValue(TopicKeys.SEGMENT_BYTES, topic)).isEqualTo(1_500_000);
        assertThat(broker.topicLayers(TopicKeys.SEGMENT_BYTES, topic))
                .containsExactly(
                        new ConfigLayer("segment.bytes", "1500000", ConfigOrigin.TOPIC),
                        new ConfigLayer("log.segment.bytes", "2000000", ConfigOrigin.BROKER),
                        new ConfigLayer("log.segment.bytes", "3000000", ConfigOrigin.CLUSTER_DEFAULT),
                        new ConfigLayer("log.segment.bytes", "4000000", ConfigOrigin.STATIC_BROKER),
                        new ConfigLayer("log.segment.bytes", "1073741824", ConfigOrigin.BUILT_IN));
    }

    @Test
    void retentionFollowsMillisecondsThenMinutesThenHours() throws ConfigException {
        assertThat(retentionMs("log.retention.hours=2")).isEqualTo(7_200_000);
        assertThat(retentionMs("log.retention.hours=2\nlog.retention.minutes=3"))
                .isEqualTo(180_000);
        assertThat(retentionMs("log.retention.hours=2\nlog.retention.minutes=3\nlog.retention.ms=4"))
                .isEqualTo(4);
        assertThat(retentionMs("log.retention.hours=-1")).isEqualTo(-1);
    }

    private static long retentionMs(String file) throws ConfigException {
        ConfigView view =
                new ConfigSources(TopicConfigs.brokerKeys()).file(file).read();
        return new BrokerDefaults(view, Map.of(), Map.of()).topicValue(TopicKeys.RETENTION_MS, Map.of());
    }

    private static String problem(String name, String text) {
        String problem =
                Objects.requireNonNull(TopicConfigs.KEYS.find(name), name).problemWith(text);
        return problem == null ? "accepted" : problem;
    }
}
