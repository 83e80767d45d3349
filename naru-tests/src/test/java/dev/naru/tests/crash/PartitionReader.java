package dev.naru.tests.crash;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads partitions from beginning to end, every batch checked by the official client's CRC.
 *
 * <p>Threading: the test's thread.
 */
final class PartitionReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;

    PartitionReader(String bootstrap) {
        Properties configs = new Properties();
        configs.put("bootstrap.servers", bootstrap);
        configs.put("enable.auto.commit", "false");
        configs.put("auto.offset.reset", "none");
        configs.put("fetch.max.wait.ms", "50");
        this.consumer = new KafkaConsumer<>(configs, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Offset to number, for all the partition holds now. */
    NavigableMap<Long, Long> readAll(String topic, int partition) {
        TopicPartition from = new TopicPartition(topic, partition);
        consumer.assign(List.of(from));
        consumer.seekToBeginning(List.of(from));
        long end = consumer.endOffsets(List.of(from)).get(from);
        NavigableMap<Long, Long> numbers = new TreeMap<>();
        long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        while (consumer.position(from) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(from)) {
                numbers.put(record.offset(), ByteBuffer.wrap(record.value()).getLong());
            }
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError(from + " could only be read up to " + consumer.position(from) + " of " + end);
            }
        }
        return numbers;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
