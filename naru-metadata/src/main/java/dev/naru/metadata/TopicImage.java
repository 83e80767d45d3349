package dev.naru.metadata;

import dev.naru.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A topic at one moment.
 *
 * <p>Threading: immutable.
 */
public record TopicImage(String name, Uuid id, PartitionTable partitions) {
    /** The partition of this number, or null. */
    public @Nullable PartitionImage partition(int number) {
        return partitions.get(number);
    }

    /** How many partitions it has. */
    public int partitionCount() {
        return partitions.size();
    }
}
