package dev.naru.coordinator.group.assignor;

import dev.naru.common.Uuid;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A set of partitions, by the id of their topic. Four bytes a partition, whatever numbers a client may come with.
 *
 * <p>Invariant: the numbers of a topic are sorted and occur once; no topic is without numbers.
 *
 * <p>Threading: immutable.
 */
public final class PartitionSet {
    /** No partition. */
    public static final PartitionSet EMPTY = new PartitionSet(new TreeMap<>());

    private final SortedMap<Uuid, int[]> partitions;

    private PartitionSet(SortedMap<Uuid, int[]> partitions) {
        this.partitions = partitions;
    }

    /** Something that can be said of a partition. */
    public interface Test {
        /** True if it holds for this one. */
        boolean holds(Uuid topicId, int partition);
    }

    /** Something to be done with a partition. */
    public interface Visitor {
        /** Called once for each, in order. */
        void visit(Uuid topicId, int partition);
    }

    /** True without partitions. */
    public boolean isEmpty() {
        return partitions.isEmpty();
    }

    /** How many partitions. */
    public int size() {
        int size = 0;
        for (int[] numbers : partitions.values()) {
            size += numbers.length;
        }
        return size;
    }

    /** The topics that have partitions in it, in order. */
    public SortedSet<Uuid> topics() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(partitions.keySet()));
    }

    /** The numbers of this topic's partitions, in order; a copy. */
    public int[] of(Uuid topicId) {
        int[] numbers = partitions.get(topicId);
        return numbers == null ? new int[0] : numbers.clone();
    }

    /** True if this partition is in it. */
    public boolean contains(Uuid topicId, int partition) {
        int[] numbers = partitions.get(topicId);
        return numbers != null && Arrays.binarySearch(numbers, partition) >= 0;
    }

    /** True if all of those are in it. */
    public boolean containsAll(PartitionSet others) {
        return others.minus(this).isEmpty();
    }

    /** True if one of those is in it. */
    public boolean containsAny(PartitionSet others) {
        return !others.and(this).isEmpty();
    }

    /** Those that are in one of both. */
    public PartitionSet or(PartitionSet others) {
        if (others.isEmpty() || isEmpty()) {
            return isEmpty() ? others : this;
        }
        return new Builder().addAll(this).addAll(others).build();
    }

    /** Those that are in both. */
    public PartitionSet and(PartitionSet others) {
        return where(others::contains);
    }

    /** Those that are not among the others. */
    public PartitionSet minus(PartitionSet others) {
        return others.isEmpty() ? this : where((topicId, partition) -> !others.contains(topicId, partition));
    }

    /** Those of which {@code test} is true. */
    public PartitionSet where(Test test) {
        SortedMap<Uuid, int[]> kept = new TreeMap<>();
        for (Map.Entry<Uuid, int[]> topic : partitions.entrySet()) {
            int[] numbers = topic.getValue().clone();
            int count = 0;
            for (int number : numbers) {
                if (test.holds(topic.getKey(), number)) {
                    numbers[count++] = number;
                }
            }
            if (count > 0) {
                kept.put(topic.getKey(), count == numbers.length ? numbers : Arrays.copyOf(numbers, count));
            }
        }
        return kept.isEmpty() ? EMPTY : new PartitionSet(kept);
    }

    /** The numbers by topic, in order; not to be changed. */
    Set<Map.Entry<Uuid, int[]>> numbers() {
        return partitions.entrySet();
    }

    /** Goes through all of them: topics in order, numbers in order. */
    public void forEach(Visitor visitor) {
        partitions.forEach((id, numbers) -> {
            for (int number : numbers) {
                visitor.visit(id, number);
            }
        });
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof PartitionSet set) || !partitions.keySet().equals(set.partitions.keySet())) {
            return false;
        }
        for (Map.Entry<Uuid, int[]> topic : partitions.entrySet()) {
            if (!Arrays.equals(topic.getValue(), set.partitions.get(topic.getKey()))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 0;
        for (Map.Entry<Uuid, int[]> topic : partitions.entrySet()) {
            hash = 31 * hash + topic.getKey().hashCode() ^ Arrays.hashCode(topic.getValue());
        }
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        partitions.forEach((id, numbers) ->
                text.append(text.length() > 1 ? ", " : "").append(id).append(Arrays.toString(numbers)));
        return text.append('}').toString();
    }

    /**
     * Gathers partitions in any order, each as often as one likes.
     *
     * <p>Threading: confined to its owner.
     */
    public static final class Builder {
        private final SortedMap<Uuid, Numbers> partitions = new TreeMap<>();

        /** Adds one. */
        public Builder add(Uuid topicId, int partition) {
            partitions.computeIfAbsent(topicId, id -> new Numbers()).add(partition);
            return this;
        }

        /** Adds these numbers of one topic. */
        public Builder addAll(Uuid topicId, Iterable<Integer> numbers) {
            numbers.forEach(number -> add(topicId, number));
            return this;
        }

        /** Adds all of a set. */
        public Builder addAll(PartitionSet set) {
            set.forEach(this::add);
            return this;
        }

        /** What has been gathered. */
        public PartitionSet build() {
            if (partitions.isEmpty()) {
                return EMPTY;
            }
            SortedMap<Uuid, int[]> built = new TreeMap<>();
            partitions.forEach((id, numbers) -> built.put(id, numbers.build()));
            return new PartitionSet(built);
        }
    }

    /** The numbers of one topic while they are gathered; mostly they come in order. */
    private static final class Numbers {
        private int[] values = new int[4];
        private int count;
        private boolean inOrder = true;

        void add(int number) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            inOrder &= count == 0 || values[count - 1] < number;
            values[count++] = number;
        }

        int[] build() {
            int[] built = Arrays.copyOf(values, count);
            return inOrder ? built : Arrays.stream(built).sorted().distinct().toArray();
        }
    }
}
