package dev.naru.benchmarks;

/**
 * One line of the table: what is measured, what Kafka measured when the goals were set, and what Naru must reach. A throughput's
 * goal is a share of Kafka's, everything else an absolute figure.
 */
enum Row {
    PRODUCE_1K_CPU("produce 1 KiB, broker CPU s/GiB", 4.3, "<= 2.1", "<= 1.3"),
    PRODUCE_1K_MIB("produce 1 KiB, MiB/s", 186, ">= 1.2x", "1.5x"),
    PRODUCE_100_CPU("produce 100 B, broker CPU s/GiB", 5.8, "<= 2.9", "<= 1.8"),
    PRODUCE_100_MIB("produce 100 B, MiB/s", 77, ">= 1.2x", "1.5x"),
    PRODUCE_LZ4_CPU("produce lz4, broker CPU s/GiB", 2.6, "<= 1.3", "<= 0.8"),
    PRODUCE_LZ4_MIB("produce lz4, MiB/s", 200, ">= 1.2x", "1.5x"),
    CONSUME_CPU("consume 1 KiB, broker CPU s/GiB", 1.2, "<= 0.95", "<= 0.8"),
    CONSUME_MIB("consume 1 KiB, MiB/s", Double.NaN, "-", "-"),
    LATENCY_P50("ack at 5,000/s acks=all, p50 ms", 0.28, "-", "-"),
    LATENCY_P99("ack at 5,000/s acks=all, p99 ms", 5.1, "<= 2.5", "<= 1"),
    LATENCY_P999("ack at 5,000/s acks=all, p99.9 ms", 17, "-", "<= 5"),
    ROUND_TRIP_P50("end to end, p50 ms", 0.43, "-", "-"),
    ROUND_TRIP_P99("end to end, p99 ms", 4.7, "<= 2.5", "<= 1.5"),
    FSYNC_MIB("every ack on disk, MiB/s", 54, ">= 150", "174"),
    FSYNC_P50("every ack on disk at 5,000/s, p50 ms", 4.6, "<= 1.0", "<= 0.4"),
    FSYNC_P99("every ack on disk at 5,000/s, p99 ms", 21, "<= 5", "<= 2"),
    START_ANSWER("start to first ApiVersions answer, s", 2.5, "<= 0.9", "<= 0.4"),
    START_ACK("start to first acknowledged produce, s", 3.5, "<= 1.2", "<= 0.6"),
    IDLE_RSS("idle memory (RSS), MiB", 384, "<= 150", "<= 90"),
    CONNECTION_KIB("1,000 idle connections, KiB each", 10, "<= 10", "<= 5"),
    GROUPS_CLASSIC_CPU("2,000 classic groups of 5 beating: broker CPU ms/s", Double.NaN, "-", "-"),
    GROUPS_CLASSIC_RSS("2,000 classic groups of 5: RSS MiB", Double.NaN, "-", "-"),
    GROUPS_CONSUMER_CPU("2,000 consumer groups of 5 beating: broker CPU ms/s", Double.NaN, "-", "-"),
    GROUPS_CONSUMER_RSS("2,000 consumer groups of 5: RSS MiB", Double.NaN, "-", "-"),
    TRANSACTIONS_PER_S("20 transactional producers, transactions/s", Double.NaN, "-", "-"),
    TRANSACTIONS_COMMIT_P50("transactions: commit, p50 ms", Double.NaN, "-", "-"),
    TRANSACTIONS_COMMIT_P99("transactions: commit, p99 ms", Double.NaN, "-", "-"),
    TRANSACTIONS_WHOLE_P50("transactions: begin to end, p50 ms", Double.NaN, "-", "-"),
    TRANSACTIONS_CPU("broker CPU ms per 1,000 transactions", Double.NaN, "-", "-"),
    EXACTLY_ONCE_P50("exactly once, end to end, p50 ms", Double.NaN, "-", "-"),
    EXACTLY_ONCE_P99("exactly once, end to end, p99 ms", Double.NaN, "-", "-"),
    EXACTLY_ONCE_CPU("exactly once at 500/s: broker CPU ms/s", Double.NaN, "-", "-"),
    PARTITIONS_MIB("5,000 partitions: produce, MiB/s", 38, ">= 150", "-"),
    PARTITIONS_CPU("5,000 partitions: broker CPU s/GiB", 22.7, "<= 5", "-"),
    PARTITIONS_RSS("5,000 partitions: RSS MiB", 603, "<= 250", "-"),
    PARTITIONS_RESTART("5,000 partitions: restart to first ack, s", 8.7, "<= 1.5", "-");

    private final String title;
    private final double kafkaWhenSet;
    private final String must;
    private final String aim;

    Row(String title, double kafkaWhenSet, String must, String aim) {
        this.title = title;
        this.kafkaWhenSet = kafkaWhenSet;
        this.must = must;
        this.aim = aim;
    }

    String title() {
        return title;
    }

    /** Kafka's figure on the day the goals were set; NaN where none was taken. */
    double kafkaWhenSet() {
        return kafkaWhenSet;
    }

    String must() {
        return must;
    }

    String aim() {
        return aim;
    }
}
