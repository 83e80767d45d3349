package dev.naru.client.cluster;

import dev.naru.protocol.ErrorCode;
import java.util.List;

/**
 * A partition as a broker described it.
 *
 * @param partition its number within the topic
 * @param leader id of the leading broker, or {@link #NO_LEADER}
 * @param leaderEpoch the leader's epoch, or -1 if the broker is too old to say
 * @param replicas ids of the brokers that hold it, preferred leader first
 * @param inSyncReplicas ids of those that are in sync
 * @param offlineReplicas ids of those that are down
 * @param error what is wrong with it, or {@code NONE}
 */
public record PartitionView(
        int partition,
        int leader,
        int leaderEpoch,
        List<Integer> replicas,
        List<Integer> inSyncReplicas,
        List<Integer> offlineReplicas,
        ErrorCode error) {
    /** Nobody leads. */
    public static final int NO_LEADER = -1;

    /** As this, with a leader that a broker named in passing. */
    PartitionView withLeader(int newLeader, int newLeaderEpoch) {
        return new PartitionView(
                partition, newLeader, newLeaderEpoch, replicas, inSyncReplicas, offlineReplicas, ErrorCode.NONE);
    }
}
