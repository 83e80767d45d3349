package dev.naru.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.client.Address;
import dev.naru.client.BrokerException;
import dev.naru.client.Client;
import dev.naru.client.ClientConfig;
import dev.naru.client.OffsetSpec;
import dev.naru.client.admin.Admin;
import dev.naru.client.admin.ConfigChange;
import dev.naru.client.admin.ConfigEntry;
import dev.naru.client.admin.ConfigResource;
import dev.naru.client.admin.NewTopic;
import dev.naru.client.consumer.ConsumedRecord;
import dev.naru.client.consumer.Consumer;
import dev.naru.client.consumer.ConsumerConfig;
import dev.naru.client.consumer.PositionLostException;
import dev.naru.client.producer.Acks;
import dev.naru.client.producer.Producer;
import dev.naru.client.producer.ProducerConfig;
import dev.naru.client.producer.ProducerRecord;
import dev.naru.client.producer.RecordMetadata;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.ErrorCode;
import dev.naru.record.Compression;
import dev.naru.record.CompressionType;
import dev.naru.record.Header;
import dev.naru.testkit.process.BrokerProcess;
import dev.naru.testkit.process.BrokerProgram;
import dev.naru.testkit.process.BrokerSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientRoundTripTest {
    private static final int RECORDS = 2_000;
    private static final int POLL_MS = 1_000;
    private static final long PATIENCE_SECONDS = 30;

    @TempDir
    private static Path directory;

    private static BrokerProcess broker;
    private static Client client;
    private static Admin admin;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        broker = BrokerProcess.start(BrokerProgram.chosen(), BrokerSpec.small(directory));
        client = Client.open(ClientConfig.of(Address.parseAll(broker.address())));
        admin = client.admin();
    }

    @AfterAll
    static void stop() {
        admin.close();
        client.close();
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void everyRecordComesBackAsItWasSent(CompressionType codec) throws Exception {
        String topic = topic("round-trip-" + codec.configName(), 1);
        List<CompletableFuture<RecordMetadata>> sent = new ArrayList<>();
        try (Producer producer = client.producer(ProducerConfig.DEFAULT.with(Compression.of(codec)))) {
            for (int i = 0; i < RECORDS; i++) {
                producer.room().join();
                sent.add(producer.send(record(topic, i)));
            }
        }

        List<ConsumedRecord> read = read(topic, RECORDS);
        for (int i = 0; i < RECORDS; i++) {
            assertThat(sent.get(i).get().offset()).isEqualTo(i);
            assertThat(read.get(i).offset()).isEqualTo(i);
            assertThat(read.get(i).key()).isEqualTo(bytes("key-" + i));
            assertThat(read.get(i).value()).isEqualTo(i % 10 == 0 ? null : bytes("value-" + i));
            assertThat(read.get(i).headers()).containsExactly(Header.of("number", "" + i), new Header("null", null));
            assertThat(read.get(i).timestampMs()).isEqualTo(1_700_000_000_000L + i);
        }
    }

    @ParameterizedTest
    @EnumSource(Acks.class)
    void everyKindOfAcknowledgementWorksWithoutIdempotence(Acks acks) throws Exception {
        String topic = topic("acks-" + acks, 1);
        try (Producer producer = client.producer(ProducerConfig.DEFAULT.with(ProducerConfig.Delivery.of(acks)))) {
            for (int i = 0; i < 100; i++) {
                producer.room().join();
                var unused = producer.send(record(topic, i));
            }
        }

        assertThat(read(topic, 100)).extracting(ConsumedRecord::offset).last().isEqualTo(99L);
    }

    @Test
    void aProducerWaitsForATopicThatIsCreatedOnTheWay() throws Exception {
        try (Producer producer = client.producer(ProducerConfig.DEFAULT)) {
            CompletableFuture<RecordMetadata> sent = producer.send(record("made-on-the-way", 0));

            assertThat(get(sent).offset()).isZero();
        }
    }

    @Test
    void splitsABatchThatIsTooLargeForTheTopic() throws Exception {
        String name = "small-batches";
        get(admin.createTopic(new NewTopic(name, 1, 1, Map.of("max.message.bytes", "1000"))));
        List<CompletableFuture<RecordMetadata>> sent = new ArrayList<>();
        try (Producer producer = client.producer(ProducerConfig.DEFAULT)) {
            for (int i = 0; i < 100; i++) {
                sent.add(producer.send(record(name, i)));
            }
        }

        for (int i = 0; i < 100; i++) {
            assertThat(sent.get(i).get().offset()).isEqualTo(i);
        }
    }

    @Test
    void findsOffsetsByTime() throws Exception {
        String topic = topic("times", 1);
        try (Producer producer = client.producer(ProducerConfig.DEFAULT)) {
            for (int i = 0; i < 10; i++) {
                var unused = producer.send(record(topic, i));
            }
        }
        TopicPartition partition = new TopicPartition(topic, 0);

        assertThat(offset(partition, OffsetSpec.since(1_700_000_000_004L))).isEqualTo(4);
        assertThat(offset(partition, OffsetSpec.since(1_800_000_000_000L))).isEqualTo(-1);
        assertThat(offset(partition, OffsetSpec.earliest())).isZero();
        assertThat(offset(partition, OffsetSpec.latest())).isEqualTo(10);
        assertThat(offset(partition, OffsetSpec.largestTimestamp())).isEqualTo(9);
    }

    @Test
    void deletesRecordsAndTellsAReaderThatTheyAreGone() throws Exception {
        String topic = topic("deleted", 1);
        try (Producer producer = client.producer(ProducerConfig.DEFAULT)) {
            for (int i = 0; i < 10; i++) {
                get(producer.send(record(topic, i)));
            }
        }
        TopicPartition partition = new TopicPartition(topic, 0);

        assertThat(get(admin.deleteRecords(partition, 6))).isEqualTo(6);

        assertThat(offset(partition, OffsetSpec.earliest())).isEqualTo(6);
        try (Consumer consumer = client.consumer(ConsumerConfig.DEFAULT)) {
            get(consumer.assign(Map.of(partition, 2L)));
            assertThatThrownBy(() -> get(consumer.poll(10, POLL_MS)))
                    .hasRootCauseInstanceOf(PositionLostException.class);
        }
        try (Consumer consumer = client.consumer(ConsumerConfig.DEFAULT.with(ConsumerConfig.OnLostPosition.EARLIEST))) {
            get(consumer.assign(Map.of(partition, 2L)));
            assertThat(poll(consumer).get(0).offset()).isEqualTo(6);
        }
    }

    @Test
    void changesSettingsAndPartitions() throws Exception {
        String topic = topic("changed", 1);
        ConfigResource resource = ConfigResource.topic(topic);

        get(admin.alterConfigs(resource, List.of(ConfigChange.set("retention.ms", "12345"))));
        assertThat(retention(resource))
                .extracting(ConfigEntry::value, ConfigEntry::source)
                .containsExactly("12345", ConfigEntry.Source.TOPIC);
        get(admin.alterConfigs(resource, List.of(ConfigChange.delete("retention.ms"))));
        assertThat(retention(resource).source()).isNotEqualTo(ConfigEntry.Source.TOPIC);

        get(admin.createPartitions(topic, 3));
        assertThat(get(admin.topic(topic)).partitions()).hasSize(3);
    }

    @Test
    void refusalsCarryTheBrokersCode() throws Exception {
        String topic = topic("there", 1);

        assertRefused(admin.createTopic(NewTopic.of(topic, 1)), ErrorCode.TOPIC_ALREADY_EXISTS);
        assertRefused(admin.createTopic(NewTopic.of("not a name", 1)), ErrorCode.INVALID_TOPIC_EXCEPTION);
        assertRefused(admin.topic("not-there"), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertRefused(admin.deleteTopic("not-there"), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertRefused(admin.createPartitions(topic, 1), ErrorCode.INVALID_PARTITIONS);
        assertRefused(
                admin.alterConfigs(ConfigResource.topic(topic), List.of(ConfigChange.set("retention.ms", "long"))),
                ErrorCode.INVALID_CONFIG);
    }

    @Test
    void describesTheClusterItsLogsAndItsProducers() throws Exception {
        String topic = topic("described", 1);
        try (Producer producer = client.producer(ProducerConfig.DEFAULT)) {
            get(producer.send(record(topic, 0)));
        }
        var cluster = get(admin.cluster());

        assertThat(cluster.brokers()).hasSize(1);
        assertThat(cluster.clusterId()).hasSize(22);
        int id = cluster.brokers().get(0).id();
        assertThat(get(admin.logDirectories(id)))
                .anySatisfy(log -> assertThat(log.replicas())
                        .anySatisfy(
                                replica -> assertThat(replica.partition()).isEqualTo(new TopicPartition(topic, 0))));
        assertThat(get(admin.producers(new TopicPartition(topic, 0))))
                .singleElement()
                .satisfies(state -> assertThat(state.lastSequence()).isZero());
        assertThat(get(admin.topics()))
                .anySatisfy(each -> assertThat(each.name()).isEqualTo(topic));
    }

    private static ConfigEntry retention(ConfigResource resource) throws Exception {
        return get(admin.configs(resource, false)).stream()
                .filter(entry -> entry.name().equals("retention.ms"))
                .findFirst()
                .orElseThrow();
    }

    private static void assertRefused(CompletableFuture<?> call, ErrorCode code) {
        assertThatThrownBy(() -> get(call))
                .rootCause()
                .isInstanceOfSatisfying(
                        BrokerException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private static long offset(TopicPartition partition, OffsetSpec place) throws Exception {
        return get(admin.offsets(Map.of(partition, place))).get(partition).offset();
    }

    private static List<ConsumedRecord> read(String topic, int count) throws Exception {
        try (Consumer consumer = client.consumer(ConsumerConfig.DEFAULT)) {
            get(consumer.assign(List.of(new TopicPartition(topic, 0)), OffsetSpec.earliest()));
            List<ConsumedRecord> records = new ArrayList<>();
            while (records.size() < count) {
                records.addAll(poll(consumer));
            }
            return records;
        }
    }

    private static List<ConsumedRecord> poll(Consumer consumer) throws Exception {
        for (int tries = 0; tries < PATIENCE_SECONDS; tries++) {
            List<ConsumedRecord> records = get(consumer.poll(500, POLL_MS)).records();
            if (!records.isEmpty()) {
                return records;
            }
        }
        throw new AssertionError("no record came");
    }

    private static String topic(String name, int partitions) throws Exception {
        get(admin.createTopic(new NewTopic(name, partitions, 1, Map.of())));
        return name;
    }

    private static ProducerRecord record(String topic, int number) {
        return ProducerRecord.of(topic, bytes("key-" + number), number % 10 == 0 ? null : bytes("value-" + number))
                .withTimestampMs(1_700_000_000_000L + number)
                .withHeaders(List.of(Header.of("number", "" + number), new Header("null", null)));
    }

    private static <T> T get(CompletableFuture<T> call) throws Exception {
        return call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
