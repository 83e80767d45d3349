package dev.naru.coordinator.group.assignor;

import dev.naru.common.Uuid;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides who reads what. Every partition of a topic that somebody subscribes to goes to exactly one of its subscribers, also
 * where subscriptions differ; the same question always gets the same answer, and the answer given back as what members have
 * now is answered with itself.
 *
 * <p>Threading: stateless.
 */
public interface Assignor {
    /** What clients and configurations call it. */
    String name();

    /**
     * The partitions of each member; a member for whom nothing is left has an empty set.
     *
     * @param members by id
     * @param topics those that exist; a subscription to any other is passed over
     */
    SortedMap<String, PartitionSet> assign(SortedMap<String, Member> members, SortedMap<Uuid, Topic> topics);

    /**
     * A member.
     *
     * @param instanceId the name it keeps over restarts, or null
     * @param rack where it runs, or null if it did not say
     * @param topics what it subscribes to
     * @param current what it was to have until now
     */
    record Member(@Nullable String instanceId, @Nullable String rack, SortedSet<Uuid> topics, PartitionSet current) {}

    /**
     * A topic.
     *
     * @param racks for partitions whose replicas' racks are known, these racks
     */
    record Topic(int partitionCount, Map<Integer, Set<String>> racks) {}
}
