package dev.naru.tests.engines;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What a reader of committed records has seen of a topic so far, from its beginning.
 *
 * <p>Threading: the test's thread.
 */
final class CommittedTopic implements AutoCloseable {
    private static final long AWAIT_TIMEOUT_S = 180;
    private static final Duration POLL = Duration.ofMillis(200);

    private final String topic;
    private final KafkaConsumer<String, String> consumer;
    private final List<ConsumerRecord<String, String>> records = new ArrayList<>();

    CommittedTopic(String bootstrap, String topic) {
        this.topic = topic;
        Properties configs = new Properties();
        configs.put("bootstrap.servers", bootstrap);
        configs.put("isolation.level", "read_committed");
        configs.put("enable.auto.commit", "false");
        configs.put("auto.offset.reset", "none"); // it never loses its place
        consumer = new KafkaConsumer<>(configs, new StringDeserializer(), new StringDeserializer());
        List<TopicPartition> partitions = IntStream.range(0, Rig.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(partitions);
        partitions.forEach(partition -> consumer.seek(partition, 0));
    }

    /** All that was seen, each partition in its order. */
    List<ConsumerRecord<String, String>> records() {
        return Collections.unmodifiableList(records);
    }

    /** The values of each key, in their order. */
    Map<String, List<Long>> numbersByKey() {
        Map<String, List<Long>> numbers = new LinkedHashMap<>();
        for (ConsumerRecord<String, String> record : records) {
            numbers.computeIfAbsent(record.key(), any -> new ArrayList<>()).add(Long.valueOf(record.value()));
        }
        return numbers;
    }

    /** Reads on until the condition holds; fails, with the end of the engine's log, when that takes too long. */
    void await(String what, EngineProcess engine, Predicate<List<ConsumerRecord<String, String>>> condition)
            throws IOException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(AWAIT_TIMEOUT_S);
        while (!condition.test(records)) {
            engine.keepRunning();
            consumer.poll(POLL).forEach(records::add);
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("%s of %s did not come within %d s, %d records did; the engine says: %s"
                        .formatted(what, topic, AWAIT_TIMEOUT_S, records.size(), engine.tail()));
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
