package dev.naru.benchmarks.assignment;

import dev.naru.common.Uuid;
import dev.naru.coordinator.group.assignor.Assignor;
import dev.naru.coordinator.group.assignor.PartitionSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A group for measuring: topics of a hundred partitions (or fewer, when there are few), members that join one after the other.
 *
 * <p>Threading: confined to its owner.
 */
final class SampleGroup {
    private static final int TOPIC_PARTITIONS_MAX = 100;
    private static final List<String> RACKS = List.of("a", "b", "c");

    private final Shape shape;
    private final SplittableRandom random = new SplittableRandom(1);
    private final SortedMap<String, Assignor.Member> members = new TreeMap<>();
    private final SortedMap<Uuid, Assignor.Topic> topics = new TreeMap<>();
    private final SortedSet<Uuid> allTopics;

    /** What members of a group have in common. */
    enum Shape {
        /** All subscribe to all topics. */
        SAME("same topics"),
        /** Each subscribes to half of the topics, another half for everybody. */
        MIXED("mixed topics"),
        /** All subscribe to all topics, and run in three racks. */
        RACKS("same topics, racks"),
        /** Half of the topics each, in three racks. */
        MIXED_RACKS("mixed topics, racks");

        private final String text;

        Shape(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        boolean isMixed() {
            return this == MIXED || this == MIXED_RACKS;
        }

        boolean hasRacks() {
            return this == RACKS || this == MIXED_RACKS;
        }
    }

    SampleGroup(Shape shape, int memberCount, int partitionCount) {
        this.shape = shape;
        int ofTopic = Math.min(TOPIC_PARTITIONS_MAX, Math.max(1, partitionCount / 10));
        for (int count = partitionCount / ofTopic; count > 0; count--) {
            topics.put(new Uuid(random.nextLong(), random.nextLong()), topic(ofTopic));
        }
        allTopics = new TreeSet<>(topics.keySet());
        for (int member = 0; member < memberCount; member++) {
            join();
        }
    }

    private Assignor.Topic topic(int partitionCount) {
        Map<Integer, Set<String>> racks = new HashMap<>();
        for (int partition = 0; shape.hasRacks() && partition < partitionCount; partition++) {
            String first = anyRack();
            racks.put(partition, Set.of(first));
        }
        return new Assignor.Topic(partitionCount, racks);
    }

    private String anyRack() {
        return RACKS.get(random.nextInt(RACKS.size()));
    }

    SortedMap<String, Assignor.Member> members() {
        return members;
    }

    SortedMap<Uuid, Assignor.Topic> topics() {
        return topics;
    }

    void join() {
        String id = new Uuid(random.nextLong(), random.nextLong()).toString();
        @Nullable String rack = shape.hasRacks() ? anyRack() : null;
        members.put(id, new Assignor.Member(null, rack, subscription(), PartitionSet.EMPTY));
    }

    private SortedSet<Uuid> subscription() {
        if (!shape.isMixed()) {
            return new TreeSet<>(allTopics);
        }
        SortedSet<Uuid> some = new TreeSet<>(allTopics);
        some.removeIf(topic -> random.nextBoolean());
        if (some.isEmpty()) {
            some.add(allTopics.first());
        }
        return some;
    }

    /** The answer becomes what members have. */
    void adopt(SortedMap<String, PartitionSet> assigned) {
        members.replaceAll((id, member) -> new Assignor.Member(
                member.instanceId(), member.rack(), member.topics(), assigned.getOrDefault(id, PartitionSet.EMPTY)));
    }
}
