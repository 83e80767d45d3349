package dev.naru.benchmarks.load;

import dev.naru.testkit.process.ProcessUsage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Consume, transform, produce, exactly once: records come in at a steady rate, a member of a group reads them, writes each to
 * another topic in a transaction for every poll, and a reader of committed records takes the time since a record was sent first.
 *
 * <p>Threading: a thread for the transformer and one for the feeder; the main thread reads.
 */
final class ExactlyOnceLoad {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String OUT = "out";

    private final LoadOptions options;
    private final int count;
    private final int warmUpCount;
    private volatile boolean assigned;
    private volatile boolean stopped;

    ExactlyOnceLoad(LoadOptions options) {
        this.options = options;
        this.count = Math.toIntExact(options.number("seconds") * options.number("perS"));
        this.warmUpCount = Math.toIntExact(options.number("warmUpSeconds") * options.number("perS"));
    }

    Map<String, Double> run() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (KafkaConsumer<byte[], byte[]> reader = consumer("reader")) {
            List<TopicPartition> out = List.of(new TopicPartition(OUT, 0));
            reader.assign(out);
            reader.seekToBeginning(out);
            Future<?> transformer = threads.submit(this::runTransformer);
            while (!assigned && !transformer.isDone()) {
                LockSupport.parkNanos(1_000_000);
            }
            Future<?> feeder = threads.submit(this::feed);
            Map<String, Double> measured = measure(reader, transformer);
            feeder.get();
            stopped = true;
            transformer.get();
            return measured;
        } finally {
            threads.shutdownNow();
        }
    }

    private Map<String, Double> measure(KafkaConsumer<byte[], byte[]> reader, Future<?> transformer) throws Exception {
        int early = read(reader, transformer, warmUpCount, new Latencies(warmUpCount));
        Latencies latencies = new Latencies(count);
        double cpuBeforeS = ProcessUsage.of(options.brokerPid()).cpuS();
        long startNs = System.nanoTime();
        read(reader, transformer, count - early, latencies);
        double seconds = (System.nanoTime() - startNs) / 1e9;
        Map<String, Double> measured = new HashMap<>(latencies.percentiles());
        measured.put("cpuMsPerS", (ProcessUsage.of(options.brokerPid()).cpuS() - cpuBeforeS) * 1_000 / seconds);
        return measured;
    }

    /** Reads at least so many, and says how many more it were. */
    private static int read(KafkaConsumer<byte[], byte[]> reader, Future<?> transformer, int count, Latencies latencies)
            throws Exception {
        long giveUpNs = System.nanoTime() + PATIENCE.toNanos();
        int left = count;
        while (left > 0) {
            ConsumerRecords<byte[], byte[]> records = reader.poll(POLL);
            long nowNs = System.nanoTime();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                latencies.add(nowNs - ByteBuffer.wrap(record.value()).getLong());
            }
            left -= records.count();
            giveUpNs = records.isEmpty() ? giveUpNs : nowNs + PATIENCE.toNanos();
            if (transformer.isDone()) {
                transformer.get();
            }
            if (nowNs > giveUpNs) {
                throw new IllegalStateException(left + " of " + count + " records did not arrive");
            }
        }
        return -left;
    }

    private void feed() {
        Properties configs = options.client();
        configs.put("linger.ms", "0");
        long perS = options.number("perS");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(configs, new ByteArraySerializer(), new ByteArraySerializer())) {
            long startNs = System.nanoTime();
            for (int i = 0; i < warmUpCount + count; i++) {
                long dueNs = startNs + i * 1_000_000_000L / perS;
                for (long waitNs = dueNs - System.nanoTime(); waitNs > 0; waitNs = dueNs - System.nanoTime()) {
                    LockSupport.parkNanos(waitNs);
                }
                byte[] value = new byte[options.recordSizeBytes()];
                ByteBuffer.wrap(value).putLong(System.nanoTime());
                var unused =
                        producer.send(new ProducerRecord<>(options.topic(), i % options.partitions(), null, value));
            }
        }
    }

    private void runTransformer() {
        Properties configs = options.client();
        configs.put("transactional.id", "transformer");
        configs.put("linger.ms", "0");
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("transformers");
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(configs, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            consumer.subscribe(List.of(options.topic()));
            while (!stopped) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                assigned |= !consumer.assignment().isEmpty();
                if (!records.isEmpty()) {
                    transform(records, producer, consumer);
                }
            }
        }
    }

    private static void transform(
            ConsumerRecords<byte[], byte[]> records,
            KafkaProducer<byte[], byte[]> producer,
            KafkaConsumer<byte[], byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        producer.beginTransaction();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            var unused = producer.send(new ProducerRecord<>(OUT, 0, null, record.value()));
            offsets.put(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
    }

    private KafkaConsumer<byte[], byte[]> consumer(String group) {
        Properties configs = options.client();
        configs.put("group.id", group);
        configs.put("group.protocol", "consumer");
        configs.put("enable.auto.commit", "false");
        configs.put("auto.offset.reset", "earliest");
        configs.put("isolation.level", "read_committed");
        return new KafkaConsumer<>(configs, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
