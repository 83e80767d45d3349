package dev.naru.benchmarks.load;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A steady rate of single records, and how long each takes from {@code send} to its acknowledgement.
 *
 * <p>Threading: the main thread sends, the client's thread takes the time of the answers.
 */
final class LatencyLoad {
    private final LoadOptions options;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    LatencyLoad(LoadOptions options) {
        this.options = options;
    }

    Map<String, Double> run() throws Exception {
        Properties configs = options.client();
        configs.put("acks", options.text("acks"));
        configs.put("enable.idempotence", "false");
        configs.put("linger.ms", "0");
        int perS = (int) options.number("perS");
        int count = Math.toIntExact(options.number("seconds") * perS);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(configs, new ByteArraySerializer(), new ByteArraySerializer())) {
            int warmUp = Math.toIntExact(options.number("warmUpSeconds") * perS);
            send(producer, warmUp, perS, new Latencies(warmUp));
            Latencies latencies = new Latencies(count);
            Stretch stretch = Stretch.begin(options.brokerPid());
            send(producer, count, perS, latencies);
            Map<String, Double> measured = new HashMap<>(stretch.end((long) count * options.recordSizeBytes()));
            measured.putAll(latencies.percentiles());
            return measured;
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, int count, int perS, Latencies latencies) {
        Payloads payloads = new Payloads(options.recordSizeBytes());
        long startNs = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long dueNs = startNs + i * 1_000_000_000L / perS;
            for (long waitNs = dueNs - System.nanoTime(); waitNs > 0; waitNs = dueNs - System.nanoTime()) {
                LockSupport.parkNanos(waitNs);
            }
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(options.topic(), i % options.partitions(), null, payloads.get(i));
            long sentNs = System.nanoTime();
            var unused = producer.send(record, (metadata, refused) -> {
                latencies.add(System.nanoTime() - sentNs);
                if (refused != null) {
                    failure.compareAndSet(null, refused);
                }
            });
        }
        producer.flush();
        Exception refused = failure.get();
        if (refused != null) {
            throw new IllegalStateException("a record was refused", refused);
        }
    }
}
