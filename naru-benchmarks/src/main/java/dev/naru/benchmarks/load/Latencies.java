package dev.naru.benchmarks.load;

import java.util.Arrays;
import java.util.Map;

/**
 * Every latency of a run, kept whole: percentiles are read off, not estimated.
 *
 * <p>Threading: guarded by itself.
 */
final class Latencies {
    private final long[] latenciesNs;
    private int count;

    Latencies(int countMax) {
        this.latenciesNs = new long[countMax];
    }

    synchronized void add(long latencyNs) {
        if (count < latenciesNs.length) {
            latenciesNs[count++] = latencyNs;
        }
    }

    synchronized Map<String, Double> percentiles() {
        long[] sorted = Arrays.copyOf(latenciesNs, count);
        Arrays.sort(sorted);
        return Map.of(
                "p50Ms", percentile(sorted, 0.50),
                "p99Ms", percentile(sorted, 0.99),
                "p999Ms", percentile(sorted, 0.999),
                "count", (double) count);
    }

    private static double percentile(long[] sorted, double fraction) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(fraction * sorted.length) - 1;
        return sorted[Math.max(0, index)] / 1e6;
    }
}
