package dev.naru.benchmarks;

import java.util.Map;

/** One part of the comparison: what it does to a fresh broker and which rows come out. */
interface Section {
    /** What it is called on the command line. */
    String name();

    Map<Row, Double> measure(Bench bench, Sizes sizes) throws Exception;

    /** Throughput of one topic with six partitions. */
    record Produce(String name, int recordSizeBytes, String codec, Row cpu, Row mib) implements Section {
        @Override
        public Map<Row, Double> measure(Bench bench, Sizes sizes) throws Exception {
            bench.createTopic("t", Sizes.PARTITIONS, Map.of());
            Map<String, Double> measured =
                    bench.load("produce", sizes.produce("t", recordSizeBytes, codec, sizes.produceBytes()));
            return Map.of(cpu, figure(measured, "cpuSPerGib"), mib, figure(measured, "mibPerS"));
        }
    }

    /** Reading back what has just been written, out of the page cache. */
    record Consume(String name) implements Section {
        @Override
        public Map<Row, Double> measure(Bench bench, Sizes sizes) throws Exception {
            bench.createTopic("t", Sizes.PARTITIONS, Map.of());
            bench.load("produce", sizes.produce("t", 1024, "none", sizes.produceBytes()));
            Map<String, Double> measured = bench.load(
                    "consume",
                    Map.of(
                            "topic",
                            "t",
                            "partitions",
                            Sizes.PARTITIONS,
                            "bytes",
                            sizes.produceBytes(),
                            "warmUpBytes",
                            sizes.warmUpBytes()));
            return Map.of(
                    Row.CONSUME_CPU, figure(measured, "cpuSPerGib"), Row.CONSUME_MIB, figure(measured, "mibPerS"));
        }
    }

    /** Acknowledgements at a steady rate. */
    record Latency(String name) implements Section {
        @Override
        public Map<Row, Double> measure(Bench bench, Sizes sizes) throws Exception {
            bench.createTopic("t", Sizes.PARTITIONS, Map.of());
            Map<String, Double> measured = bench.load("latency", sizes.latency("t"));
            return Map.of(
                    Row.LATENCY_P50, figure(measured, "p50Ms"),
                    Row.LATENCY_P99, figure(measured, "p99Ms"),
                    Row.LATENCY_P999, figure(measured, "p999Ms"));
        }
    }

    /** One record at a time, there and back. */
    record RoundTrip(String name) implements Section {
        @Override
        public Map<Row, Double> measure(Bench bench, Sizes sizes) throws Exception {
            bench.createTopic("t", 1, Map.of());
            Map<String, Double> measured = bench.load(
                    "roundtrip",
                    Map.of(
                            "topic",
                            "t",
                            "recordSizeBytes",
                            1024,
                            "count",
                            sizes.roundTrips(),
                            "warmUpCount",
                            sizes.roundTrips() / 4));
            return Map.of(Row.ROUND_TRIP_P50, figure(measured, "p50Ms"), Row.ROUND_TRIP_P99, figure(measured, "p99Ms"));
        }
    }

    /** Nothing is acknowledged before it is on the disk: each broker with its own setting for that. */
    record Fsync(String name) implements Section {
        @Override
        public Map<Row, Double> measure(Bench bench, Sizes sizes) throws Exception {
            Map<String, String> onDisk = bench.contestant() == Contestant.KAFKA
                    ? Map.of("flush.messages", "1")
                    : Map.of("naru.durability", "fsync");
            bench.createTopic("t", Sizes.PARTITIONS, onDisk);
            Map<String, Double> throughput =
                    bench.load("produce", sizes.produce("t", 1024, "none", sizes.produceBytes() / 4));
            Map<String, Double> latency = bench.load("latency", sizes.latency("t"));
            return Map.of(
                    Row.FSYNC_MIB, figure(throughput, "mibPerS"),
                    Row.FSYNC_P50, figure(latency, "p50Ms"),
                    Row.FSYNC_P99, figure(latency, "p99Ms"));
        }
    }

    /** A thousand connections that say nothing. */
    record Connections(String name) implements Section {
        @Override
        public Map<Row, Double> measure(Bench bench, Sizes sizes) throws Exception {
            Map<String, Double> measured = bench.load("connections", Map.of("count", sizes.connections()));
            return Map.of(Row.CONNECTION_KIB, figure(measured, "kibEach"));
        }
    }

    /** Members of many groups that have nothing to do but say that they live. */
    record Groups(String name, String protocol, Row cpu, Row rss) implements Section {
        @Override
        public Map<Row, Double> measure(Bench bench, Sizes sizes) throws Exception {
            bench.createTopic("t", MEMBERS, Map.of());
            Map<String, Double> measured = bench.load(
                    "groups",
                    Map.of(
                            "protocol",
                            protocol,
                            "topic",
                            "t",
                            "groups",
                            sizes.groups(),
                            "members",
                            MEMBERS,
                            "seconds",
                            sizes.latencySeconds()));
            return Map.of(cpu, figure(measured, "cpuMsPerS"), rss, figure(measured, "rssMib"));
        }

        private static final int MEMBERS = 5;
    }

    /** A figure that the load must have printed. */
    static double figure(Map<String, Double> measured, String key) {
        Double value = measured.get(key);
        if (value == null) {
            throw new IllegalStateException("the load did not print " + key + " but " + measured);
        }
        return value;
    }
}
