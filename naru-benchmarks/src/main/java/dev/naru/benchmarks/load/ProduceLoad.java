package dev.naru.benchmarks.load;

import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * As much as goes through: batches of 64 KiB, a linger of 5 ms, round robin over the partitions.
 *
 * <p>Threading: the main thread.
 */
final class ProduceLoad {
    private final LoadOptions options;
    private final Payloads payloads;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private long sent;

    ProduceLoad(LoadOptions options) {
        this.options = options;
        this.payloads = new Payloads(options.recordSizeBytes());
    }

    Map<String, Double> run() throws IOException {
        Properties configs = options.client();
        configs.put("acks", options.text("acks"));
        configs.put("enable.idempotence", "false");
        configs.put("compression.type", options.text("codec"));
        configs.put("batch.size", "65536");
        configs.put("linger.ms", "5");
        configs.put("buffer.memory", "67108864");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(configs, new ByteArraySerializer(), new ByteArraySerializer())) {
            send(producer, options.number("warmUpBytes"));
            Stretch stretch = Stretch.begin(options.brokerPid());
            long bytes = options.number("bytes");
            send(producer, bytes);
            return stretch.end(bytes);
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, long bytes) {
        int partitions = options.partitions();
        long count = bytes / options.recordSizeBytes();
        // A stretch of records to one partition fills its batch, as a sticky partitioner would.
        long batch = Math.max(1, 65_536 / options.recordSizeBytes());
        for (long i = 0; i < count; i++, sent++) {
            int partition = (int) (sent / batch % partitions);
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(options.topic(), partition, null, payloads.get(sent));
            var unused = producer.send(record, (metadata, refused) -> {
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
