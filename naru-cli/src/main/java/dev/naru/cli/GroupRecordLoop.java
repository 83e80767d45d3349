package dev.naru.cli;

import dev.naru.client.consumer.ConsumedRecord;
import dev.naru.client.consumer.Polled;
import dev.naru.client.group.GroupConsumer;
import dev.naru.client.group.MemberFencedException;
import dev.naru.client.group.RebalanceListener;
import dev.naru.client.group.Subscription;
import dev.naru.common.TopicPartition;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads and prints as a member of a group, and commits what was printed, until enough was printed, all partitions it has are at
 * their end, or the process is told to stop; then it leaves the group.
 *
 * <p>Threading: confined to the main thread; stopping comes from the JVM's shutdown.
 */
final class GroupRecordLoop {
    private static final int RECORDS_PER_POLL_MAX = 1_000;
    private static final int POLL_MS = 1_000;
    private static final int LEAVE_SECONDS_MAX = 10;

    private final GroupConsumer consumer;
    private final RecordPrinter printer;
    private final long max;
    private final Map<TopicPartition, Long> until;
    private final CountDownLatch left = new CountDownLatch(1);
    private volatile boolean stopping;

    /** @param until the offset at which each partition has come to its end; empty to go on for ever */
    GroupRecordLoop(GroupConsumer consumer, RecordPrinter printer, long max, Map<TopicPartition, Long> until) {
        this.consumer = consumer;
        this.printer = printer;
        this.max = max;
        this.until = until;
    }

    void run(String topic) throws IOException {
        StopHook hook = new StopHook("naru-leave-group", this::stop);
        try {
            BrokerOption.await(consumer.subscribe(Subscription.to(topic), RebalanceListener.NONE));
            readAndPrint();
        } finally {
            consumer.close();
            left.countDown();
            hook.close();
        }
    }

    private void readAndPrint() throws IOException {
        Map<TopicPartition, Long> positions = new HashMap<>();
        long remaining = max;
        while (remaining > 0 && !stopping && !isAtEnd(positions)) {
            Polled polled = BrokerOption.await(consumer.poll((int) Math.min(remaining, RECORDS_PER_POLL_MAX), POLL_MS));
            List<ConsumedRecord> records = polled.records();
            printer.print(records);
            remaining -= records.size();
            Map<TopicPartition, Long> before = Map.copyOf(positions);
            polled.progress().forEach((partition, progress) -> positions.put(partition, progress.position()));
            Set<TopicPartition> ours = BrokerOption.await(consumer.assignment());
            positions.keySet().retainAll(ours);
            // They also move past the ends of transactions, without a record.
            if (!positions.equals(before)) {
                commit();
            }
        }
    }

    /** Losing partitions before the commit is no failure: somebody else prints these records again. */
    private void commit() {
        CompletableFuture<Void> committed = consumer.commit();
        try {
            BrokerOption.await(committed);
        } catch (MemberFencedException fenced) {
            // The next poll joins the group again.
        }
    }

    private boolean isAtEnd(Map<TopicPartition, Long> positions) {
        return !until.isEmpty()
                && !positions.isEmpty()
                && positions.entrySet().stream()
                        .allMatch(position -> position.getValue() >= until.getOrDefault(position.getKey(), 0L));
    }

    private void stop() {
        stopping = true;
        consumer.wakeup();
        try {
            if (!left.await(LEAVE_SECONDS_MAX, TimeUnit.SECONDS)) {
                consumer.wakeup();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
