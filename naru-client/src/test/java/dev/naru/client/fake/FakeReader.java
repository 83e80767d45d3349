package dev.naru.client.fake;

import dev.naru.client.consumer.ConsumedRecord;
import dev.naru.client.consumer.Consumer;
import dev.naru.client.consumer.ConsumerConfig;
import dev.naru.client.consumer.Polled;
import dev.naru.common.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Reads a fake cluster from beginning to end with the consumer. */
public final class FakeReader {
    private static final int READ_MS_MAX = 120_000;
    private static final int POLLS_MAX = 1_000;

    private FakeReader() {}

    /** The records of committed transactions by partition; fails if an open one holds them up. */
    public static Map<Integer, List<ConsumedRecord>> readCommitted(FakeCluster cluster) {
        ConsumerConfig config = ConsumerConfig.DEFAULT.withReadCommitted(true);
        try (Consumer consumer = new Consumer(cluster.config(), cluster.runtime(), config)) {
            Map<TopicPartition, Long> positions = new HashMap<>();
            Map<Integer, List<ConsumedRecord>> records = new HashMap<>();
            cluster.partitions().forEach(partition -> {
                positions.put(FakeCluster.partition(partition), 0L);
                records.put(partition, new ArrayList<>());
            });
            CompletableFuture<Void> assigned = consumer.assign(positions);
            cluster.simulation().runUntil(assigned::isDone, READ_MS_MAX);
            for (int polls = 0; polls < POLLS_MAX && !isEverywhereAtEnd(cluster, positions); polls++) {
                CompletableFuture<Polled> poll = consumer.poll(100, 1_000);
                cluster.simulation().runUntil(poll::isDone, READ_MS_MAX);
                Polled polled = poll.join();
                polled.records()
                        .forEach(record -> records.get(record.partition()).add(record));
                polled.progress().forEach((partition, progress) -> positions.put(partition, progress.position()));
            }
            if (!isEverywhereAtEnd(cluster, positions)) {
                throw new AssertionError("held up at " + positions);
            }
            return records;
        }
    }

    private static boolean isEverywhereAtEnd(FakeCluster cluster, Map<TopicPartition, Long> positions) {
        return positions.entrySet().stream()
                .allMatch(position -> position.getValue()
                        >= cluster.endOffset(position.getKey().partition()));
    }

    /** All records by partition; fails if offsets have a gap. */
    public static Map<Integer, List<ConsumedRecord>> readAll(FakeCluster cluster) {
        try (Consumer consumer = new Consumer(cluster.config(), cluster.runtime(), ConsumerConfig.DEFAULT)) {
            Map<TopicPartition, Long> starts = new HashMap<>();
            Map<Integer, List<ConsumedRecord>> records = new HashMap<>();
            cluster.partitions().forEach(partition -> {
                starts.put(FakeCluster.partition(partition), 0L);
                records.put(partition, new ArrayList<>());
            });
            CompletableFuture<Void> assigned = consumer.assign(starts);
            cluster.simulation().runUntil(assigned::isDone, READ_MS_MAX);
            while (!isAtEnd(cluster, records)) {
                CompletableFuture<Polled> poll = consumer.poll(100, 1_000);
                cluster.simulation().runUntil(poll::isDone, READ_MS_MAX);
                poll.join().records().forEach(record -> add(records.get(record.partition()), record));
            }
            return records;
        }
    }

    /** Adds a record that follows those before it. */
    public static void add(List<ConsumedRecord> records, ConsumedRecord record) {
        if (record.offset() != records.size()) {
            throw new AssertionError("offset " + record.offset() + " follows " + (records.size() - 1));
        }
        records.add(record);
    }

    private static boolean isAtEnd(FakeCluster cluster, Map<Integer, List<ConsumedRecord>> records) {
        return cluster.partitions().stream()
                .allMatch(partition -> records.get(partition).size() >= cluster.endOffset(partition));
    }
}
