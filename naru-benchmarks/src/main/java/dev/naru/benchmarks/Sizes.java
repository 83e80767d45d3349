package dev.naru.benchmarks;

import java.util.Map;

/**
 * How much each section does.
 *
 * @param produceBytes of values in a throughput run
 * @param warmUpBytes before it, on the same broker and client
 * @param latencySeconds of a latency run, after a quarter of that to warm up
 * @param roundTrips of an end-to-end run
 * @param connections to keep open
 * @param groups of consumers that beat
 */
record Sizes(long produceBytes, long warmUpBytes, int latencySeconds, int roundTrips, int connections, int groups) {
    static final int PARTITIONS = 6;
    private static final int RECORDS_PER_S = 5_000;

    static final Sizes FULL = new Sizes(3L << 30, 1L << 30, 40, 20_000, 1_000, 2_000);
    static final Sizes QUICK = new Sizes(512L << 20, 256L << 20, 10, 5_000, 1_000, 2_000);

    Map<String, Object> produce(String topic, int recordSizeBytes, String codec, long bytes) {
        // Small records cost the load ten times as much, and show the same after fewer of them.
        long share = recordSizeBytes < 1024 ? 3 : 1;
        return Map.of(
                "topic", topic,
                "partitions", PARTITIONS,
                "recordSizeBytes", recordSizeBytes,
                "codec", codec,
                "acks", "1",
                "bytes", bytes / share,
                "warmUpBytes", warmUpBytes / share);
    }

    Map<String, Object> latency(String topic) {
        return Map.of(
                "topic", topic,
                "partitions", PARTITIONS,
                "recordSizeBytes", 1024,
                "acks", "all",
                "perS", RECORDS_PER_S,
                "seconds", latencySeconds,
                "warmUpSeconds", Math.max(5, latencySeconds / 4));
    }
}
