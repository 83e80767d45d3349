package dev.naru.benchmarks.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * End to end: one record is sent and acknowledged by all, then read by a waiting consumer, then the next.
 *
 * <p>Threading: the main thread.
 */
final class RoundTripLoad {
    private static final Duration POLL = Duration.ofSeconds(10);

    private final LoadOptions options;

    RoundTripLoad(LoadOptions options) {
        this.options = options;
    }

    Map<String, Double> run() throws Exception {
        Properties producing = options.client();
        producing.put("acks", "all");
        producing.put("enable.idempotence", "false");
        producing.put("linger.ms", "0");
        Properties consuming = options.client();
        consuming.put("enable.auto.commit", "false");
        consuming.put("auto.offset.reset", "none");
        try (KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer());
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(consuming, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partition = List.of(new TopicPartition(options.topic(), 0));
            consumer.assign(partition);
            consumer.seekToEnd(partition);
            consumer.position(partition.get(0));
            int count = (int) options.number("count");
            int warmUp = (int) options.number("warmUpCount");
            travel(producer, consumer, warmUp, new Latencies(warmUp));
            Latencies latencies = new Latencies(count);
            travel(producer, consumer, count, latencies);
            return latencies.percentiles();
        }
    }

    private void travel(
            KafkaProducer<byte[], byte[]> producer,
            KafkaConsumer<byte[], byte[]> consumer,
            int count,
            Latencies latencies)
            throws Exception {
        Payloads payloads = new Payloads(options.recordSizeBytes());
        for (int i = 0; i < count; i++) {
            long sentNs = System.nanoTime();
            producer.send(new ProducerRecord<>(options.topic(), 0, null, payloads.get(i)))
                    .get();
            if (consumer.poll(POLL).isEmpty()) {
                throw new IllegalStateException("record " + i + " did not arrive within " + POLL);
            }
            latencies.add(System.nanoTime() - sentNs);
        }
    }
}
