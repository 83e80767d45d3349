package dev.naru.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.config.ConfigException;
import dev.naru.common.config.ConfigSources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {
    @Test
    void hasKafkasDefaultsWhereNothingIsSaid() throws ConfigException {
        BrokerConfig config = BrokerConfig.of(Map.of());

        assertThat(config.node().brokerId()).isZero();
        assertThat(config.listeners().bound().get(0)).hasToString("PLAINTEXT://127.0.0.1:9092");
        assertThat(config.logs().directories())
                .containsExactly(Path.of("data").toAbsolutePath().normalize());
        assertThat(config.topics()).isEqualTo(new BrokerConfig.TopicCreation(1, 1, true, true));
        assertThat(config.fetching()).isEqualTo(new BrokerConfig.Fetching(57_671_680, 1000));
        assertThat(config.network().requestSizeBytesMax()).isEqualTo(104_857_600);
        assertThat(config.network().limits().idleMs()).isEqualTo(600_000);
        assertThat(config.logs().retentionCheckIntervalMs()).isEqualTo(300_000);
    }

    @Test
    void readsEveryKeyIntoItsRecord() throws ConfigException {
        BrokerConfig config = BrokerConfig.of(Map.ofEntries(
                Map.entry("broker.id", "1"),
                Map.entry("node.id", "7"),
                Map.entry("broker.rack", "r1"),
                Map.entry("naru.loops", "3"),
                Map.entry("background.threads", "4"),
                Map.entry("listeners", "A://127.0.0.1:1,B://:2"),
                Map.entry("listener.security.protocol.map", "A:PLAINTEXT,B:PLAINTEXT"),
                Map.entry("advertised.listeners", "A://h:3,B://h:4"),
                Map.entry("inter.broker.listener.name", "B"),
                Map.entry("log.dirs", "/a,/b"),
                Map.entry("num.partitions", "5"),
                Map.entry("default.replication.factor", "2"),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("delete.topic.enable", "false"),
                Map.entry("fetch.max.bytes", "2048"),
                Map.entry("max.incremental.fetch.session.cache.slots", "9"),
                Map.entry("socket.request.max.bytes", "4096"),
                Map.entry("queued.max.request.bytes", "8192"),
                Map.entry("max.connections", "11"),
                Map.entry("max.connections.per.ip", "10"),
                Map.entry("max.connections.per.ip.overrides", "127.0.0.1:5"),
                Map.entry("connections.max.idle.ms", "12"),
                Map.entry("naru.connection.requests.max", "13"),
                Map.entry("naru.connection.bytes.max", "1414"),
                Map.entry("log.initial.task.delay.ms", "14"),
                Map.entry("log.flush.offset.checkpoint.interval.ms", "15"),
                Map.entry("log.retention.check.interval.ms", "16"),
                Map.entry("producer.id.expiration.ms", "17"),
                Map.entry("naru.open.files.max", "18")));

        assertThat(config.node()).isEqualTo(new BrokerConfig.Node(7, "r1", 3, 4));
        assertThat(config.listeners().advertised()).hasToString("[A://h:3, B://h:4]");
        assertThat(config.listeners().interBrokerName()).isEqualTo("B");
        assertThat(config.logs().directories()).containsExactly(Path.of("/a"), Path.of("/b"));
        assertThat(config.topics()).isEqualTo(new BrokerConfig.TopicCreation(5, 2, false, false));
        assertThat(config.fetching()).isEqualTo(new BrokerConfig.Fetching(2048, 9));
        assertThat(config.network().requestSizeBytesMax()).isEqualTo(4096);
        assertThat(config.network().queuedBytesMax()).isEqualTo(8192);
        assertThat(config.network().limits().inFlightRequestsMax()).isEqualTo(13);
        assertThat(config.network().limits().inFlightBytesMax()).isEqualTo(1414);
        assertThat(config.network().limits().idleMs()).isEqualTo(12);
        assertThat(config.network().quota().max()).isEqualTo(11);
        assertThat(config.network().quota().maxPerIp()).isEqualTo(10);
        assertThat(config.network().quota().overrides()).containsEntry("127.0.0.1", 5);
        assertThat(config.logs().initialTaskDelayMs()).isEqualTo(14);
        assertThat(config.logs().flushOffsetCheckpointIntervalMs()).isEqualTo(15);
        assertThat(config.logs().retentionCheckIntervalMs()).isEqualTo(16);
        assertThat(config.logs().producerIdExpirationMs()).isEqualTo(17);
        assertThat(config.logs().openFilesMax()).isEqualTo(18);
    }

    @Test
    void refusesAWrongValueWithKeyValueAndWhatIsAllowed() {
        assertThatThrownBy(() -> BrokerConfig.of(Map.of("num.partitions", "0")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("num.partitions")
                .hasMessageContaining("0")
                .hasMessageContaining("at least 1");
    }

    @Test
    void refusesSegmentsOfInternalTopicsThatNoTopicMayHave() {
        for (String key : List.of("offsets.topic.segment.bytes", "transaction.state.log.segment.bytes")) {
            assertThatThrownBy(() -> BrokerConfig.of(Map.of(key, "1048575")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(key)
                    .hasMessageContaining("at least 1048576");
        }
    }

    @Test
    void refusesAFolderThatIsNamedTwice() {
        assertThatThrownBy(() -> BrokerConfig.of(Map.of("log.dirs", "/a,/a/../a")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("log.dirs");
    }

    @Test
    void saysWhyAKnownKeyHasNoEffectAndWhatAnUnknownOneMayMean() throws ConfigException {
        assertThat(new ConfigSources(BrokerConfig.KEYS)
                        .file("num.io.threads=8\nnum.partitoins=3\n")
                        .read()
                        .warnings())
                .anySatisfy(warning -> assertThat(warning).contains("num.io.threads", "naru.loops"))
                .anySatisfy(warning -> assertThat(warning).contains("num.partitoins", "num.partitions"));
    }
}
