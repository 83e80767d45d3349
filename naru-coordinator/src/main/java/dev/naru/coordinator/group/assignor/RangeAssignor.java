package dev.naru.coordinator.group.assignor;

import dev.naru.common.Uuid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives each member a range of partition numbers, and of every topic the partitions of these numbers, so that what was
 * written with the same key to several topics is read by the same member. Topics with the same number of partitions and the same
 * subscribers are taken together ({@link CoPartitionedTopics}); static members come first, so that ranges do not move
 * when a process restarts under a new member id.
 *
 * <p>Nobody has more than one number more than anybody else among topics taken together. Numbers stay where they are as
 * far as that allows, which is dearer than that ranges have no gaps.
 *
 * <p>Threading: stateless.
 */
public final class RangeAssignor implements Assignor {
    private static final Comparator<Map.Entry<String, Member>> STATIC_MEMBERS_FIRST =
            Comparator.<Map.Entry<String, Member>, String>comparing(
                            member -> member.getValue().instanceId(), Comparator.nullsLast(Comparator.naturalOrder()))
                    .thenComparing(Map.Entry::getKey);

    @Override
    public String name() {
        return "range";
    }

    @Override
    public SortedMap<String, PartitionSet> assign(SortedMap<String, Member> members, SortedMap<Uuid, Topic> topics) {
        List<Map.Entry<String, Member>> inOrder = new ArrayList<>(members.entrySet());
        inOrder.sort(STATIC_MEMBERS_FIRST);
        List<Member> everybody = inOrder.stream().map(Map.Entry::getValue).toList();
        List<PartitionSet.Builder> assigned = new ArrayList<>();
        inOrder.forEach(member -> assigned.add(new PartitionSet.Builder()));
        kinds(new Subscribers(everybody, topics), topics).forEach((positions, byPartitionCount) -> {
            List<Member> subscribers =
                    Arrays.stream(positions).mapToObj(everybody::get).toList();
            byPartitionCount.forEach((partitionCount, together) -> {
                int[] owners = new CoPartitionedTopics(subscribers, together, partitionCount).assign();
                for (int number = 0; number < owners.length; number++) {
                    PartitionSet.Builder owner = assigned.get(positions[owners[number]]);
                    for (Uuid id : together.keySet()) {
                        owner.add(id, number);
                    }
                }
            });
        });
        SortedMap<String, PartitionSet> result = new TreeMap<>();
        for (int i = 0; i < assigned.size(); i++) {
            result.put(inOrder.get(i).getKey(), assigned.get(i).build());
        }
        return result;
    }

    /** Topics that are taken together, by their subscribers and by how many partitions they have. */
    private static IdentityHashMap<int[], Map<Integer, SortedMap<Uuid, Topic>>> kinds(
            Subscribers subscribers, SortedMap<Uuid, Topic> topics) {
        IdentityHashMap<int[], Map<Integer, SortedMap<Uuid, Topic>>> kinds = new IdentityHashMap<>();
        topics.forEach((id, topic) -> {
            int[] positions = subscribers.of(id);
            if (positions.length > 0) {
                kinds.computeIfAbsent(positions, some -> new HashMap<>())
                        .computeIfAbsent(topic.partitionCount(), count -> new TreeMap<>())
                        .put(id, topic);
            }
        });
        return kinds;
    }
}
