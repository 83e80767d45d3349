package dev.naru.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads all partitions of a topic from the beginning, once to warm up and once more to measure, so that the page cache is hot.
 *
 * <p>Threading: the main thread.
 */
final class ConsumeLoad {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long SILENCE_NS_MAX = Duration.ofSeconds(30).toNanos();

    private final LoadOptions options;

    ConsumeLoad(LoadOptions options) {
        this.options = options;
    }

    Map<String, Double> run() throws IOException {
        Properties configs = options.client();
        configs.put("enable.auto.commit", "false");
        configs.put("auto.offset.reset", "none");
        configs.put("max.poll.records", "5000");
        List<TopicPartition> partitions = IntStream.range(0, options.partitions())
                .mapToObj(partition -> new TopicPartition(options.topic(), partition))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(configs, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            long bytes = options.number("bytes");
            read(consumer, partitions, Math.min(bytes, options.number("warmUpBytes")));
            Stretch stretch = Stretch.begin(options.brokerPid());
            return stretch.end(read(consumer, partitions, bytes));
        }
    }

    private static long read(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, long bytesMin) {
        consumer.seekToBeginning(partitions);
        long bytes = 0;
        long lastNs = System.nanoTime();
        while (bytes < bytesMin) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                bytes += record.value().length;
                lastNs = System.nanoTime();
            }
            if (System.nanoTime() - lastNs > SILENCE_NS_MAX) {
                throw new IllegalStateException("only " + bytes + " of " + bytesMin + " bytes could be read");
            }
        }
        return bytes;
    }
}
