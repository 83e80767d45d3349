package dev.naru.tests.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigType;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.LogLevelConfig;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings, log directories and the cluster through the newest Java client's admin API. */
class SettingsTest {
    private static BrokerUnderTest broker;
    private static Admin admin;
    private static String brokerId;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        broker = BrokerUnderTest.start(directory);
        admin = Admin.create(Map.of("bootstrap.servers", broker.address(), "client.id", "settings"));
        brokerId = admin.describeCluster().nodes().get().iterator().next().idString();
        admin.createTopics(List.of(new NewTopic("t", 2, (short) 1).configs(Map.of("retention.ms", "1000"))))
                .all()
                .get();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
        broker.close();
    }

    private static ConfigEntry entry(ConfigResource.Type type, String name, String key) throws Exception {
        ConfigResource resource = new ConfigResource(type, name);
        DescribeConfigsOptions all =
                new DescribeConfigsOptions().includeSynonyms(true).includeDocumentation(true);
        Config config =
                admin.describeConfigs(List.of(resource), all).all().get().get(resource);
        return config.get(key);
    }

    private static void alter(ConfigResource.Type type, String name, OpType operation, String key, String value)
            throws Exception {
        Collection<AlterConfigOp> operations = List.of(new AlterConfigOp(new ConfigEntry(key, value), operation));
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(type, name), operations))
                .all()
                .get();
    }

    @Test
    void describesATopicsSettingWithSourceTypeAndMeaning() throws Exception {
        ConfigEntry own = entry(ConfigResource.Type.TOPIC, "t", "retention.ms");
        ConfigEntry builtIn = entry(ConfigResource.Type.TOPIC, "t", "segment.bytes");

        assertThat(own.value()).isEqualTo("1000");
        assertThat(own.source()).isEqualTo(ConfigSource.DYNAMIC_TOPIC_CONFIG);
        assertThat(own.type()).isEqualTo(ConfigType.LONG);
        assertThat(builtIn.isDefault()).isTrue();
        assertThat(builtIn.isReadOnly()).isFalse();
        assertThat(builtIn.documentation()).isNotEmpty();
        assertThat(builtIn.synonyms())
                .extracting(ConfigEntry.ConfigSynonym::name)
                .containsExactly("log.segment.bytes");
    }

    @Test
    void changesAListByItsElements() throws Exception {
        alter(ConfigResource.Type.TOPIC, "t", OpType.APPEND, "cleanup.policy", "compact");
        assertThat(entry(ConfigResource.Type.TOPIC, "t", "cleanup.policy").value())
                .isEqualTo("delete,compact");

        alter(ConfigResource.Type.TOPIC, "t", OpType.DELETE, "cleanup.policy", null);
        assertThat(entry(ConfigResource.Type.TOPIC, "t", "cleanup.policy").isDefault())
                .isTrue();
    }

    /** Kafka answers before the change has reached the broker; Naru does not. */
    private static ConfigEntry awaitIndexInterval(String value) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        ConfigEntry entry = entry(ConfigResource.Type.TOPIC, "t", "index.interval.bytes");
        while (!entry.value().equals(value) && System.nanoTime() < deadlineNs) {
            entry = entry(ConfigResource.Type.TOPIC, "t", "index.interval.bytes");
        }
        assertThat(entry.value()).isEqualTo(value);
        return entry;
    }

    @Test
    void changesTheDefaultsOfTopicsWhileTheBrokerRuns() throws Exception {
        alter(ConfigResource.Type.BROKER, "", OpType.SET, "log.index.interval.bytes", "8192");
        ConfigEntry ofAll = awaitIndexInterval("8192");
        alter(ConfigResource.Type.BROKER, brokerId, OpType.SET, "log.index.interval.bytes", "16384");
        ConfigEntry ofBroker = awaitIndexInterval("16384");

        assertThat(ofAll.source()).isEqualTo(ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG);
        assertThat(ofBroker.source()).isEqualTo(ConfigSource.DYNAMIC_BROKER_CONFIG);
    }

    @Test
    void changesTheLevelOfALogger() throws Exception {
        alter(ConfigResource.Type.BROKER_LOGGER, brokerId, OpType.SET, "root", LogLevelConfig.ERROR_LOG_LEVEL);

        ConfigEntry level = entry(ConfigResource.Type.BROKER_LOGGER, brokerId, "root");
        assertThat(level.value()).isEqualTo("ERROR");
        assertThat(level.source()).isEqualTo(ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG);
    }

    @Test
    void refusesWithTheExceptionsOfKafka() {
        assertThatThrownBy(() -> alter(ConfigResource.Type.TOPIC, "t", OpType.SET, "retention.ms", "soon"))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("retention.ms");
        assertThatThrownBy(() -> alter(ConfigResource.Type.BROKER, brokerId, OpType.SET, "num.partitions", "3"))
                .hasCauseInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("num.partitions");
        assertThatThrownBy(() -> entry(ConfigResource.Type.TOPIC, "missing", "retention.ms"))
                .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }

    @Test
    void tellsWhereThePartitionsLieAndWhoTheBrokersAre() throws Exception {
        Map<String, LogDirDescription> directories = admin.describeLogDirs(List.of(Integer.valueOf(brokerId)))
                .allDescriptions()
                .get()
                .values()
                .iterator()
                .next();
        LogDirDescription directory = directories.values().iterator().next();
        Node node = admin.describeCluster().nodes().get().iterator().next();

        assertThat(directory.error()).isNull();
        assertThat(directory.replicaInfos()).containsKeys(new TopicPartition("t", 0), new TopicPartition("t", 1));
        assertThat(directory.totalBytes().orElseThrow()).isPositive();
        assertThat(node.host() + ":" + node.port()).isEqualTo(broker.address());
    }
}
