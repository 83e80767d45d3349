package dev.naru.client.cluster;

import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A topic as a broker described it.
 *
 * @param name its name
 * @param id its id, {@link Uuid#ZERO} if the broker is too old to say
 * @param internal true if the cluster keeps it for its own use
 * @param partitions its partitions by number, without gaps; empty if there is an error
 * @param error what is wrong with it, or {@code NONE}
 */
public record TopicView(String name, Uuid id, boolean internal, List<PartitionView> partitions, ErrorCode error) {
    public TopicView {
        partitions = List.copyOf(partitions);
    }

    /** The partition of this number, or null if there is none. */
    public @Nullable PartitionView partition(int partition) {
        return partition >= 0 && partition < partitions.size() ? partitions.get(partition) : null;
    }

    /** True if it is known and every partition has a leader. */
    boolean isHealthy() {
        return error == ErrorCode.NONE
                && partitions.stream().noneMatch(partition -> partition.leader() == PartitionView.NO_LEADER);
    }

    /**
     * This, except for partitions of which {@code older} saw a newer leader epoch: a broker that lags behind must not
     * send clients back to a leader that has been replaced. A topic created anew starts over.
     */
    TopicView keepingNewerLeadersOf(@Nullable TopicView older) {
        if (older == null || !older.id.equals(id)) {
            return this;
        }
        List<PartitionView> merged = new ArrayList<>(partitions);
        for (int i = 0; i < Math.min(partitions.size(), older.partitions.size()); i++) {
            if (older.partitions.get(i).leaderEpoch() > partitions.get(i).leaderEpoch()) {
                merged.set(i, older.partitions.get(i));
            }
        }
        return new TopicView(name, id, internal, merged, error);
    }

    TopicView withPartition(PartitionView changed) {
        List<PartitionView> replaced = new ArrayList<>(partitions);
        replaced.set(changed.partition(), changed);
        return new TopicView(name, id, internal, replaced, error);
    }
}
