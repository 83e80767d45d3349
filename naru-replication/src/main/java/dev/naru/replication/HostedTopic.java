package dev.naru.replication;

import dev.naru.common.Uuid;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of one topic that this broker has a replica of. Threading: immutable.
 *
 * @param offline partitions whose log cannot be opened
 */
public record HostedTopic(String name, Uuid id, Map<Integer, Partition> partitions, Set<Integer> offline) {
    /** The partition of this number, or null if it is not here, or offline. */
    public @Nullable Partition partition(int index) {
        return partitions.get(index);
    }
}
