package dev.naru.replication;

import java.util.HashMap;
import java.util.Map;

/**
 * How far each replica of a partition has come, as its leader knows it, and the high watermark that follows from that: the
 * smallest log end among the in-sync replicas. It never goes back while this broker leads.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class ReplicaTable {
    private final int localBrokerId;
    private PartitionAssignment assignment;
    private final Map<Integer, Long> followerEnds = new HashMap<>();
    private long highWatermark;

    ReplicaTable(int localBrokerId, PartitionAssignment assignment, long highWatermark) {
        this.localBrokerId = localBrokerId;
        this.assignment = assignment;
        this.highWatermark = highWatermark;
    }

    long highWatermark() {
        return highWatermark;
    }

    /** Replicas were added or removed, or the in-sync replicas changed, under the same leader. */
    void onAssignment(PartitionAssignment changed) {
        assignment = changed;
        followerEnds.keySet().retainAll(changed.replicas());
    }

    /** A follower fetches from {@code logEndOffset} on, so it has everything before. */
    void onFollowerEnd(int brokerId, long logEndOffset) {
        if (brokerId != localBrokerId && assignment.replicas().contains(brokerId)) {
            followerEnds.merge(brokerId, logEndOffset, Math::max);
        }
    }

    /** True if as many replicas are in sync as {@code min.insync.replicas} asks for, or as there are replicas at all. */
    boolean hasEnoughInSync(int inSyncReplicasMin) {
        return assignment.inSyncReplicas().size()
                >= Math.min(inSyncReplicasMin, assignment.replicas().size());
    }

    /** Moves the high watermark to where it can be; true if it moved. */
    boolean advance(long localEndOffset) {
        long smallest = localEndOffset;
        for (int brokerId : assignment.inSyncReplicas()) {
            if (brokerId != localBrokerId) {
                smallest = Math.min(smallest, followerEnds.getOrDefault(brokerId, 0L));
            }
        }
        if (smallest <= highWatermark) {
            return false;
        }
        highWatermark = smallest;
        return true;
    }
}
