package dev.naru.benchmarks;

import java.util.EnumMap;
import java.util.Map;

/**
 * Transactions: as many as twenty producers get done, and then one application that reads, writes and commits exactly once.
 *
 * @param name on the command line
 */
record TransactionsSection(String name) implements Section {
    private static final int PRODUCERS = 20;
    private static final int RECORDS = 100;
    private static final int RECORD_SIZE_BYTES = 100;
    private static final int FED_PER_S = 500;

    @Override
    public Map<Row, Double> measure(Bench bench, Sizes sizes) throws Exception {
        bench.createTopic("t", Sizes.PARTITIONS, Map.of());
        bench.createTopic("in", Sizes.PARTITIONS, Map.of());
        bench.createTopic("out", 1, Map.of());
        Map<String, Object> producing = Map.of(
                "topic",
                "t",
                "partitions",
                Sizes.PARTITIONS,
                "producers",
                PRODUCERS,
                "records",
                RECORDS,
                "recordSizeBytes",
                RECORD_SIZE_BYTES,
                "seconds",
                sizes.latencySeconds(),
                "warmUpSeconds",
                sizes.latencySeconds());
        Map<String, Object> transforming = Map.of(
                "topic",
                "in",
                "partitions",
                Sizes.PARTITIONS,
                "perS",
                FED_PER_S,
                "recordSizeBytes",
                RECORD_SIZE_BYTES,
                "seconds",
                sizes.latencySeconds(),
                "warmUpSeconds",
                sizes.latencySeconds() / 2);
        Map<String, Double> transactions = bench.load("transactions", producing);
        Map<String, Double> exactlyOnce = bench.load("exactly-once", transforming);
        Map<Row, Double> rows = new EnumMap<>(Row.class);
        rows.put(Row.TRANSACTIONS_PER_S, Section.figure(transactions, "perS"));
        rows.put(Row.TRANSACTIONS_COMMIT_P50, Section.figure(transactions, "p50Ms"));
        rows.put(Row.TRANSACTIONS_COMMIT_P99, Section.figure(transactions, "p99Ms"));
        rows.put(Row.TRANSACTIONS_WHOLE_P50, Section.figure(transactions, "wholeP50Ms"));
        rows.put(Row.TRANSACTIONS_CPU, Section.figure(transactions, "cpuMsPer1000"));
        rows.put(Row.EXACTLY_ONCE_P50, Section.figure(exactlyOnce, "p50Ms"));
        rows.put(Row.EXACTLY_ONCE_P99, Section.figure(exactlyOnce, "p99Ms"));
        rows.put(Row.EXACTLY_ONCE_CPU, Section.figure(exactlyOnce, "cpuMsPerS"));
        return rows;
    }
}
