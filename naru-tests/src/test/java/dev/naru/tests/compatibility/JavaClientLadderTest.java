package dev.naru.tests.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.naru.tests.compatibility.java.JavaClientVersion;
import dev.naru.tests.compatibility.java.KafkaActions;
import dev.naru.tests.compatibility.java.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Eight versions of the official Java client, from 2017 to today, do the same work against one broker. The last test looks at what
 * they put on the wire.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JavaClientLadderTest {
    private static final long T0 = System.currentTimeMillis() - 60_000;
    private static final int MESSAGE_COUNT = 40;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    private static BrokerUnderTest broker;
    private static final Map<JavaClientVersion, KafkaActions> CLIENTS = new EnumMap<>(JavaClientVersion.class);

    @BeforeAll
    static void startBroker() throws Exception {
        broker = BrokerUnderTest.start(directory);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        for (KafkaActions client : CLIENTS.values()) {
            client.close();
        }
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    @Order(1)
    void createsAndDescribesTopic(JavaClientVersion version) throws Exception {
        KafkaActions client = client(version);
        String topic = topic(version, "created");
        client.createTopic(topic, 3, Map.of("retention.ms", "3600000"));

        assertThat(client.partitionCount(topic)).isEqualTo(3);
        assertThat(client.topics()).containsEntry(topic, 3);
        if (version.hasDescribeConfigs()) {
            assertThat(client.describeTopicConfig(topic))
                    .containsEntry("retention.ms", "3600000")
                    .containsEntry("cleanup.policy", "delete");
        }
        assertThatThrownBy(() -> client.createTopic(topic, 1, Map.of()))
                .rootCause()
                .hasMessageContaining(topic)
                .hasMessageContaining("already exists");
    }

    @ParameterizedTest
    @EnumSource
    @Order(2)
    void producesAndFetchesWithEveryCodecAndAcknowledgement(JavaClientVersion version) throws Exception {
        KafkaActions client = client(version);
        String topic = topic(version, "codecs");
        client.createTopic(topic, 2, Map.of());
        long[] next = new long[2];
        for (String codec : List.of("none", "gzip", "snappy", "lz4")) {
            for (String acks : List.of("0", "1", "all", "idempotent")) {
                for (int partition = 0; partition < 2; partition++) {
                    checkRoundTrip(client, topic, partition, next[partition], codec, acks);
                    next[partition] += MESSAGE_COUNT;
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Order(2)
    void producesAndFetchesZstd(JavaClientVersion version) throws Exception {
        assumeThat(version.hasZstd()).as("this version knows zstd").isTrue();
        KafkaActions client = client(version);
        String topic = topic(version, "zstd");
        client.createTopic(topic, 1, Map.of());
        long next = 0;
        for (String acks : List.of("0", "1", "all", "idempotent")) {
            checkRoundTrip(client, topic, 0, next, "zstd", acks);
            next += MESSAGE_COUNT;
        }
    }

    @ParameterizedTest
    @EnumSource
    @Order(3)
    void readsWhatOtherVersionsWrote(JavaClientVersion version) throws Exception {
        for (JavaClientVersion writer : JavaClientVersion.values()) {
            int count = 4 * 4 * MESSAGE_COUNT;
            assertThat(client(version).fetch(topic(writer, "codecs"), 1, 0, count))
                    .as("written by %s", writer)
                    .hasSizeGreaterThanOrEqualTo(count)
                    .extracting(Message::offset)
                    .startsWith(0L, 1L, 2L);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Order(4)
    void listsOffsetsByPlaceAndTime(JavaClientVersion version) throws Exception {
        KafkaActions client = client(version);
        String topic = topic(version, "offsets");
        client.createTopic(topic, 1, Map.of());
        assertThat(client.beginningOffset(topic, 0)).isZero();
        assertThat(client.endOffset(topic, 0)).isZero();
        assertThat(client.offsetForTime(topic, 0, T0)).isNull();

        client.produce(topic, producer("none", "all"), messages(0, "a"));

        assertThat(client.endOffset(topic, 0)).isEqualTo(MESSAGE_COUNT);
        assertThat(client.offsetForTime(topic, 0, 0)).isZero();
        assertThat(client.offsetForTime(topic, 0, T0 + 7)).isEqualTo(7);
        assertThat(client.offsetForTime(topic, 0, T0 + MESSAGE_COUNT)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    @Order(5)
    void deletesRecords(JavaClientVersion version) throws Exception {
        assumeThat(version.hasDeleteRecords())
                .as("this version can delete records")
                .isTrue();
        KafkaActions client = client(version);
        String topic = topic(version, "trimmed");
        client.createTopic(topic, 1, Map.of());
        client.produce(topic, producer("none", "all"), messages(0, "a"));
        client.deleteRecordsBefore(topic, 0, 11);

        assertThat(client.beginningOffset(topic, 0)).isEqualTo(11);
        assertThat(client.endOffset(topic, 0)).isEqualTo(MESSAGE_COUNT);
        assertThat(client.fetch(topic, 0, 11, 1).get(0).offset()).isEqualTo(11);
        assertThatThrownBy(() -> client.fetch(topic, 0, 3, 1)).hasMessageContaining("out of range");
    }

    @ParameterizedTest
    @EnumSource
    @Order(6)
    void altersTopicConfig(JavaClientVersion version) throws Exception {
        KafkaActions client = client(version);
        String topic = topic(version, "altered");
        client.createTopic(topic, 1, Map.of());
        client.alterTopicConfig(topic, "max.message.bytes", "2000");

        if (version.hasDescribeConfigs()) {
            assertThat(client.describeTopicConfig(topic)).containsEntry("max.message.bytes", "2000");
        }
        List<Message> tooLarge = List.of(Message.of(0, T0, "k", "x".repeat(3_000)));
        assertThatThrownBy(() -> client.produce(topic, producer("none", "1"), tooLarge))
                .rootCause()
                .satisfies(cause -> assertThat(cause.getClass().getSimpleName()).isEqualTo("RecordTooLargeException"));
        assertThatThrownBy(() -> client.alterTopicConfig(topic, "max.message.bytes", "many"))
                .rootCause()
                .satisfies(cause -> assertThat(cause.getClass().getSimpleName())
                        .isIn("InvalidConfigurationException", "InvalidRequestException"));
    }

    @ParameterizedTest
    @EnumSource
    @Order(7)
    void addsPartitions(JavaClientVersion version) throws Exception {
        assumeThat(version.hasCreatePartitions())
                .as("this version can create partitions")
                .isTrue();
        KafkaActions client = client(version);
        String topic = topic(version, "grown");
        client.createTopic(topic, 1, Map.of());
        client.createPartitions(topic, 4);

        assertThat(client.partitionCount(topic)).isEqualTo(4);
        client.produce(topic, producer("none", "all"), messages(3, "new"));
        assertThat(client.endOffset(topic, 3)).isEqualTo(MESSAGE_COUNT);
        assertThatThrownBy(() -> client.createPartitions(topic, 2))
                .rootCause()
                .satisfies(
                        cause -> assertThat(cause.getClass().getSimpleName()).isEqualTo("InvalidPartitionsException"));
    }

    @ParameterizedTest
    @EnumSource
    @Order(8)
    void deletesTopicAndCreatesItAgainEmpty(JavaClientVersion version) throws Exception {
        KafkaActions client = client(version);
        String topic = topic(version, "reborn");
        client.createTopic(topic, 1, Map.of());
        client.produce(topic, producer("none", "all"), messages(0, "first life"));
        client.deleteTopic(topic);
        client.createTopic(topic, 2, Map.of());

        assertThat(client.partitionCount(topic)).isEqualTo(2);
        List<Message> second = messages(0, "second life");
        client.produce(topic, producer("lz4", "all"), second);
        assertThat(client.fetch(topic, 0, 0, MESSAGE_COUNT)).isEqualTo(at(second, 0));
    }

    @ParameterizedTest
    @EnumSource
    @Order(9)
    void createsTopicOnFirstUse(JavaClientVersion version) throws Exception {
        KafkaActions client = client(version);
        String topic = topic(version, "auto-created");
        List<Message> messages = messages(0, "auto");

        assertThat(client.produce(topic, producer("none", "1"), messages)).endsWith(MESSAGE_COUNT - 1L);
        assertThat(client.fetch(topic, 0, 0, MESSAGE_COUNT)).isEqualTo(at(messages, 0));
    }

    @ParameterizedTest
    @EnumSource
    @Order(100)
    void speaksTheVersionsItSpeaksToKafka(JavaClientVersion version) throws Exception {
        broker.checkWireOf(version.toString());
    }

    private static void checkRoundTrip(
            KafkaActions client, String topic, int partition, long from, String codec, String acks) throws Exception {
        List<Message> messages = messages(partition, codec + " " + acks);
        List<Long> offsets = client.produce(topic, producer(codec, acks), messages);

        List<Message> expected = at(messages, from);
        assertThat(client.fetch(topic, partition, from, MESSAGE_COUNT))
                .as("%s with acks %s", codec, acks)
                .isEqualTo(expected);
        if (!acks.equals("0")) {
            assertThat(offsets).isEqualTo(expected.stream().map(Message::offset).toList());
        }
    }

    private static KafkaActions client(JavaClientVersion version) throws Exception {
        broker.recorder().nowComes(version.toString());
        KafkaActions client = CLIENTS.get(version);
        if (client == null) {
            client = version.connect(broker.address());
            CLIENTS.put(version, client);
        }
        return client;
    }

    private static String topic(JavaClientVersion version, String name) {
        return name + "-" + version.version();
    }

    private static Map<String, Object> producer(String codec, String acks) {
        boolean idempotent = acks.equals("idempotent");
        return Map.of(
                "compression.type",
                codec,
                "acks",
                idempotent ? "all" : acks,
                "enable.idempotence",
                Boolean.toString(idempotent),
                "linger.ms",
                "5",
                "batch.size",
                "1000");
    }

    private static List<Message> messages(int partition, String what) {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGE_COUNT; i++) {
            List<Map.Entry<String, String>> headers =
                    i % 3 == 0 ? List.of(Map.entry("h", "1"), Map.entry("h", "2"), Map.entry("", "")) : List.of();
            String key = i % 4 == 0 ? null : "key " + i;
            messages.add(new Message(partition, -1, T0 + i, key, what + " " + "나루 ".repeat(i) + i, headers));
        }
        return messages;
    }

    private static List<Message> at(List<Message> messages, long firstOffset) {
        return IntStream.range(0, messages.size())
                .mapToObj(i -> messages.get(i).at(firstOffset + i))
                .toList();
    }
}
