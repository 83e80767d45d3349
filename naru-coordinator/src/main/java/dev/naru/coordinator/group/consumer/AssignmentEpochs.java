package dev.naru.coordinator.group.consumer;

import dev.naru.common.Uuid;
import dev.naru.coordinator.group.assignor.PartitionSet;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Since which epoch a member has each of its partitions. A commit that was sent before the member learned of its newest
 * epoch is still good for a partition that it has had since then (KIP-1251).
 *
 * <p>Threading: immutable.
 */
final class AssignmentEpochs {
    static final AssignmentEpochs NONE = new AssignmentEpochs(Collections.emptySortedMap());

    private static final int NEVER = -1;

    private final SortedMap<Uuid, SortedMap<Integer, Integer>> epochs;

    private AssignmentEpochs(SortedMap<Uuid, SortedMap<Integer, Integer>> epochs) {
        this.epochs = epochs;
    }

    /** The epoch of a partition, or -1. */
    int of(Uuid topicId, int partition) {
        SortedMap<Integer, Integer> ofTopic = epochs.get(topicId);
        return ofTopic == null ? NEVER : ofTopic.getOrDefault(partition, NEVER);
    }

    /** Of exactly these partitions; the ones that were not there before are there since {@code epoch}. */
    AssignmentEpochs of(PartitionSet partitions, int epoch) {
        SortedMap<Uuid, SortedMap<Integer, Integer>> next = new TreeMap<>();
        partitions.forEach((topicId, partition) -> {
            int before = of(topicId, partition);
            next.computeIfAbsent(topicId, id -> new TreeMap<>()).put(partition, before == NEVER ? epoch : before);
        });
        return new AssignmentEpochs(next);
    }

    /** Of partitions whose epochs somebody collected, by topic and number. */
    static AssignmentEpochs copyOf(SortedMap<Uuid, SortedMap<Integer, Integer>> collected) {
        SortedMap<Uuid, SortedMap<Integer, Integer>> copy = new TreeMap<>();
        collected.forEach((topicId, ofTopic) -> copy.put(topicId, new TreeMap<>(ofTopic)));
        return new AssignmentEpochs(copy);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AssignmentEpochs that && epochs.equals(that.epochs);
    }

    @Override
    public int hashCode() {
        return epochs.hashCode();
    }

    @Override
    public String toString() {
        return epochs.toString();
    }
}
