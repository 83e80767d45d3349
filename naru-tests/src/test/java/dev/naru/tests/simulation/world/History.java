package dev.naru.tests.simulation.world;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What all clients and the disk say about all partitions of all topics there ever were.
 *
 * <p>Threading: confined to the simulation's thread.
 */
final class History {
    private final WrittenValues written = new WrittenValues();
    private final Map<PartitionId, PartitionHistory> partitions = new LinkedHashMap<>();
    long acknowledgedCount;
    long readCount;

    WrittenValues written() {
        return written;
    }

    PartitionHistory of(PartitionId id) {
        return partitions.computeIfAbsent(id, fresh -> new PartitionHistory(fresh, written));
    }

    /** A process has ended and the next is ready. */
    void onRestart(StoredLogs before, StoredLogs after, boolean afterPowerLoss) {
        before.all().keySet().forEach(this::of);
        after.all().keySet().forEach(this::of);
        partitions.forEach((id, partition) -> {
            if (!partition.isAbandoned()) {
                partition.onRestart(before.of(id), after.of(id), afterPowerLoss, before.recoveryPoint(id));
            }
        });
    }

    /** Nothing happens any more: all that is known must be on disk. */
    void checkAtRest(StoredLogs disk) {
        partitions.forEach((id, partition) -> {
            if (!partition.isAbandoned()) {
                disk.of(id).values().forEach((offset, value) -> partition.see(offset, value, "the disk at rest"));
                partition.checkComplete(disk.of(id));
                partition.checkOrder();
            }
        });
    }
}
