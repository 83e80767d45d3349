package dev.naru.benchmarks;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * A broker with thousands of partitions: what produce across all of them costs, what they hold in memory, and how long a restart
 * takes. Not part of the default run, since Kafka takes minutes over it on a disk; the goals were set on tmpfs ({@code --directory}).
 *
 * @param name on the command line
 */
record PartitionsSection(String name) implements Section {
    private static final int PARTITIONS = 5_000;
    private static final int BYTES_SHARE = 6;

    @Override
    public Map<Row, Double> measure(Bench bench, Sizes sizes) throws Exception {
        bench.createTopic("t", PARTITIONS, Map.of());
        Map<String, Object> options =
                new HashMap<>(sizes.produce("t", 1024, "none", sizes.produceBytes() / BYTES_SHARE));
        options.put("partitions", PARTITIONS);
        options.put("warmUpBytes", sizes.warmUpBytes() / BYTES_SHARE);
        Map<String, Double> measured = bench.load("produce", options);
        bench.broker().stop();
        bench.broker().restart();
        try (KafkaProducer<byte[], byte[]> producer = StartSection.producer(bench)) {
            StartSection.produce(producer);
        }
        double restartS = (System.nanoTime() - bench.broker().startNs()) / 1e9;
        return Map.of(
                Row.PARTITIONS_MIB, measured.getOrDefault("mibPerS", Double.NaN),
                Row.PARTITIONS_CPU, measured.getOrDefault("cpuSPerGib", Double.NaN),
                Row.PARTITIONS_RSS, measured.getOrDefault("rssMib", Double.NaN),
                Row.PARTITIONS_RESTART, restartS);
    }
}
