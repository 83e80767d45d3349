package dev.naru.client.admin;

import dev.naru.common.Uuid;
import java.util.List;

/**
 * A topic as it stands.
 *
 * @param name its name
 * @param id its id, {@link Uuid#ZERO} if the broker is too old to say
 * @param internal true if the cluster keeps it for its own use
 * @param partitions its partitions by number
 */
public record TopicDescription(String name, Uuid id, boolean internal, List<Partition> partitions) {
    /** Replicas of the first partition; all have as many unless somebody moved some by hand. */
    public int replicationFactor() {
        return partitions.isEmpty() ? 0 : partitions.get(0).replicas().size();
    }

    /**
     * A partition as it stands.
     *
     * @param partition its number
     * @param leader id of the leading broker, -1 if there is none
     * @param leaderEpoch the leader's epoch, -1 if the broker is too old to say
     * @param replicas ids of the brokers that hold it, preferred leader first
     * @param inSyncReplicas ids of those that are in sync
     * @param offlineReplicas ids of those that are down
     */
    public record Partition(
            int partition,
            int leader,
            int leaderEpoch,
            List<Integer> replicas,
            List<Integer> inSyncReplicas,
            List<Integer> offlineReplicas) {}
}
