package dev.naru.replication;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for the high watermark to pass an offset. Ordered by offset, not by arrival: a producer that sends a batch
 * again waits for the offset of the first time.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class ReplicationWaiters {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Comparator.comparingLong(Entry::offset));

    private record Entry(long offset, ReplicationWaiter waiter) {}

    void add(long offset, ReplicationWaiter waiter) {
        entries.add(new Entry(offset, waiter));
    }

    void remove(ReplicationWaiter waiter) {
        entries.removeIf(entry -> entry.waiter == waiter);
    }

    int count() {
        return entries.size();
    }

    /** Tells everybody who waits for an offset below the high watermark. */
    void onHighWatermark(long highWatermark, @Nullable Refusal refusal) {
        for (Entry next = entries.peek(); next != null && next.offset < highWatermark; next = entries.peek()) {
            entries.remove();
            next.waiter.onReplicated(refusal);
        }
    }

    /** Tells everybody that it will not happen here. */
    void refuseAll(Refusal refusal) {
        onHighWatermark(Long.MAX_VALUE, refusal);
    }
}
