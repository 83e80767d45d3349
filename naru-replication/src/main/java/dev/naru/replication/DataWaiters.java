package dev.naru.replication;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who waits for more data of one partition, in order of arrival. A waiter stays until it takes itself out: it may need
 * several appends.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class DataWaiters {
    /** Most partitions have no waiter most of the time. */
    private Set<DataWaiter> waiters = Set.of();

    void add(DataWaiter waiter) {
        if (waiters.isEmpty()) {
            waiters = new LinkedHashSet<>();
        }
        waiters.add(waiter);
    }

    void remove(DataWaiter waiter) {
        if (!waiters.isEmpty()) {
            waiters.remove(waiter);
        }
    }

    int count() {
        return waiters.size();
    }

    void wake(int bytes) {
        for (DataWaiter waiter : waiters) {
            waiter.onReadable(bytes);
        }
    }
}
