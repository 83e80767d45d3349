package dev.naru.tests.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaClientTest {
    private static final String TOPIC = "orders";
    private static final int PARTITIONS = 3;
    private static final Duration POLL_MAX = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void whatIsProducedIsConsumedInOrder(String codec) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, Map.of())) {
            createTopic(broker);
            Map<Integer, List<String>> sent = new HashMap<>();
            try (KafkaProducer<byte[], byte[]> producer = producer(broker, codec)) {
                for (int number = 0; number < 3_000; number++) {
                    String value = "value " + number;
                    sent.computeIfAbsent(number % PARTITIONS, partition -> new ArrayList<>())
                            .add(value);
                    producer.send(new ProducerRecord<>(TOPIC, number % PARTITIONS, null, value.getBytes(UTF_8)));
                }
            }
            assertThat(consume(broker, 3_000)).isEqualTo(sent);
        }
    }

    @Test
    void aWaitingConsumerIsWokenByTheAppend() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, Map.of())) {
            createTopic(broker);
            try (KafkaConsumer<byte[], byte[]> consumer = consumer(broker, 30_000);
                    KafkaProducer<byte[], byte[]> producer = producer(broker, "none")) {
                // One fetch is on its way and waits; nothing is there yet.
                assertThat(consumer.poll(Duration.ofMillis(500)).count()).isZero();
                long before = System.nanoTime();
                producer.send(new ProducerRecord<>(TOPIC, 1, null, "news".getBytes(UTF_8)))
                        .get(20, TimeUnit.SECONDS);

                assertThat(consumer.poll(POLL_MAX).count()).isEqualTo(1);
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
                // Not in the way of all others: it would wait for the answer to its next fetch, which nobody gives.
                consumer.close(CloseOptions.timeout(Duration.ZERO));
            }
        }
    }

    @Test
    void anIdempotentProducerGoesOnAcrossARestartWithoutLossOrRepetition() throws Exception {
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
        EmbeddedBroker first = EmbeddedBroker.start(directory, Map.of());
        int port = first.port();
        createTopic(first);
        List<String> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = producer(first, "none")) {
            for (int number = 0; number < 2_000; number++) {
                sent.add("value " + number);
                acknowledgements.add(
                        producer.send(new ProducerRecord<>(TOPIC, 0, null, ("value " + number).getBytes(UTF_8))));
                if (number == 1_000) {
                    first.close();
                    first = EmbeddedBroker.start(directory, port);
                }
            }
            for (Future<RecordMetadata> acknowledgement : acknowledgements) {
                acknowledgement.get(30, TimeUnit.SECONDS);
            }
            assertThat(consume(first, 2_000).get(0)).isEqualTo(sent);
        } finally {
            first.close();
        }
    }

    @Test
    void aSecondBrokerOnTheSameFolderOrPortIsRefusedInOneSentence(@TempDir Path other) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, Map.of())) {
            assertThatThrownBy(() -> EmbeddedBroker.start(directory, Map.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(directory.toString());
            assertThatThrownBy(() -> EmbeddedBroker.start(other, broker.port()))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining(String.valueOf(broker.port()));
        }
    }

    private static void createTopic(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(EmbeddedBroker broker, String codec) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address(), "compression.type", codec, "linger.ms", "2"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(EmbeddedBroker broker, int fetchWaitMs) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.address(), "fetch.max.wait.ms", fetchWaitMs),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            all.add(new TopicPartition(TOPIC, partition));
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
        return consumer;
    }

    private static Map<Integer, List<String>> consume(EmbeddedBroker broker, int count) {
        Map<Integer, List<String>> values = new HashMap<>();
        int got = 0;
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(broker, 500)) {
            while (got < count && System.nanoTime() < deadlineNanos) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    values.computeIfAbsent(record.partition(), partition -> new ArrayList<>())
                            .add(new String(record.value(), UTF_8));
                    got++;
                }
            }
        }
        return values;
    }
}
