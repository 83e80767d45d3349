package dev.naru.benchmarks.load;

import dev.naru.testkit.process.ProcessUsage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Transactional producers that do nothing but begin, write some records to every partition, commit an offset, and end, each one
 * transaction after the other. Measured are the transactions that all of them get done, how long a commit takes from the call
 * to its return, a whole transaction from begin to end, and the broker's CPU time.
 *
 * <p>Threading: a thread for each producer, which it is confined to.
 */
final class TransactionsLoad {
    private static final int LATENCIES_MAX = 1_000_000;
    private static final int BUFFER_BYTES = 4 << 20;

    private final LoadOptions options;
    private final Payloads payloads;
    private final AtomicLong ended = new AtomicLong();
    private volatile Latencies commits = new Latencies(LATENCIES_MAX);
    private volatile Latencies wholes = new Latencies(LATENCIES_MAX);
    private volatile boolean stopped;

    TransactionsLoad(LoadOptions options) {
        this.options = options;
        this.payloads = new Payloads(options.recordSizeBytes());
    }

    Map<String, Double> run() throws Exception {
        int producers = (int) options.number("producers");
        ExecutorService threads = Executors.newFixedThreadPool(producers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int number = 0; number < producers; number++) {
                int own = number;
                running.add(threads.submit(() -> produce(own)));
            }
            TimeUnit.SECONDS.sleep(options.number("warmUpSeconds"));
            Map<String, Double> measured = measure();
            stopped = true;
            for (Future<?> one : running) {
                one.get();
            }
            return measured;
        } finally {
            threads.shutdownNow();
        }
    }

    private Map<String, Double> measure() throws Exception {
        commits = new Latencies(LATENCIES_MAX);
        wholes = new Latencies(LATENCIES_MAX);
        long endedBefore = ended.get();
        double cpuBeforeS = ProcessUsage.of(options.brokerPid()).cpuS();
        long startNs = System.nanoTime();
        TimeUnit.SECONDS.sleep(options.number("seconds"));
        double seconds = (System.nanoTime() - startNs) / 1e9;
        double count = ended.get() - endedBefore;
        double cpuS = ProcessUsage.of(options.brokerPid()).cpuS() - cpuBeforeS;
        Map<String, Double> measured = new HashMap<>(commits.percentiles());
        measured.put("wholeP50Ms", wholes.percentiles().getOrDefault("p50Ms", Double.NaN));
        measured.put("perS", count / seconds);
        measured.put("cpuMsPer1000", cpuS * 1_000 / (count / 1_000));
        return measured;
    }

    @SuppressWarnings("removal") // the group is a name only; a consumer for each producer would be measured as well
    private void produce(int number) {
        Properties configs = options.client();
        configs.put("transactional.id", "transactions-" + number);
        configs.put("buffer.memory", BUFFER_BYTES);
        ConsumerGroupMetadata group = new ConsumerGroupMetadata("group-" + number);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(configs, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            for (long round = 0; !stopped; round++) {
                transact(producer, group, round);
                ended.incrementAndGet();
            }
        }
    }

    private void transact(KafkaProducer<byte[], byte[]> producer, ConsumerGroupMetadata group, long round) {
        int partitions = options.partitions();
        long beginNs = System.nanoTime();
        producer.beginTransaction();
        for (int i = 0; i < options.number("records"); i++) {
            var unused =
                    producer.send(new ProducerRecord<>(options.topic(), i % partitions, null, payloads.get(round + i)));
        }
        producer.sendOffsetsToTransaction(
                Map.of(new TopicPartition(options.topic(), 0), new OffsetAndMetadata(round)), group);
        long commitNs = System.nanoTime();
        producer.commitTransaction();
        long endNs = System.nanoTime();
        commits.add(endNs - commitNs);
        wholes.add(endNs - beginNs);
    }
}
