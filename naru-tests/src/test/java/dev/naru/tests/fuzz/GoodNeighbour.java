package dev.naru.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A client that writes a record, waits for its acknowledgement, reads it back, and so on, with timeouts that a broker only misses
 * when it is in trouble, and without a single retry or new connection.
 *
 * <p>Threading: a thread of its own; the test's thread asks.
 */
final class GoodNeighbour {
    static final String TOPIC = "good-neighbour";
    private static final int TIMEOUT_MS = 10_000;

    private final String bootstrap;
    private final Thread thread;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;
    private volatile long done;

    GoodNeighbour(String bootstrap) {
        this.bootstrap = bootstrap;
        this.thread = new Thread(this::work, TOPIC);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** How many records went there and back. */
    long done() {
        return done;
    }

    void checkUnharmed() {
        if (failure.get() != null) {
            throw new AssertionError("another connection was harmed", failure.get());
        }
    }

    void stop() throws InterruptedException {
        stopped = true;
        thread.join(2 * TIMEOUT_MS);
        checkUnharmed();
    }

    private void work() {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        try (KafkaProducer<String, String> producer =
                        new KafkaProducer<>(producerConfigs(), new StringSerializer(), new StringSerializer());
                KafkaConsumer<String, String> consumer =
                        new KafkaConsumer<>(consumerConfigs(), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, 0);
            while (!stopped) {
                long offset = producer.send(new ProducerRecord<>(TOPIC, 0, null, "record " + done))
                        .get(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                        .offset();
                assertThat(offset).isEqualTo(done);
                assertThat(next(consumer)).isEqualTo("record " + done);
                done++;
            }
        } catch (Exception | AssertionError e) {
            failure.set(e);
        }
    }

    private static String next(KafkaConsumer<String, String> consumer) {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
        while (System.nanoTime() < deadlineNs) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(TIMEOUT_MS))) {
                return record.value();
            }
        }
        throw new AssertionError("an acknowledged record was not readable within " + TIMEOUT_MS + " ms");
    }

    private Properties producerConfigs() {
        Properties configs = new Properties();
        configs.put("bootstrap.servers", bootstrap);
        configs.put("enable.idempotence", "false");
        configs.put("retries", "0");
        configs.put("acks", "all");
        configs.put("request.timeout.ms", Integer.toString(TIMEOUT_MS));
        configs.put("linger.ms", "0");
        configs.put("delivery.timeout.ms", Integer.toString(TIMEOUT_MS));
        return configs;
    }

    private Properties consumerConfigs() {
        Properties configs = new Properties();
        configs.put("bootstrap.servers", bootstrap);
        configs.put("auto.offset.reset", "none");
        configs.put("enable.auto.commit", "false");
        configs.put("request.timeout.ms", Integer.toString(TIMEOUT_MS));
        return configs;
    }
}
