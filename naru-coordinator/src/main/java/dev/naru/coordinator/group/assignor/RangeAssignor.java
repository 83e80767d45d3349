package dev.naru.coordinator.group.assignor;

import dev.naru.common.Uuid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
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

    /** What topics that are taken together have in common; subscribers as positions in the order of members. */
    private record Kind(List<Integer> subscribers, int partitionCount) {}

    @Override
    public String name() {
        return "range";
    }

    @Override
    public SortedMap<String, PartitionSet> assign(SortedMap<String, Member> members, SortedMap<Uuid, Topic> topics) {
        List<Map.Entry<String, Member>> inOrder = new ArrayList<>(members.entrySet());
        inOrder.sort(STATIC_MEMBERS_FIRST);
        List<PartitionSet.Builder> assigned = new ArrayList<>();
        inOrder.forEach(member -> assigned.add(new PartitionSet.Builder()));
        kinds(inOrder, topics).forEach((kind, ids) -> {
            List<Member> subscribers = kind.subscribers.stream()
                    .map(position -> inOrder.get(position).getValue())
                    .toList();
            SortedMap<Uuid, Topic> together = new TreeMap<>();
            ids.forEach(id -> together.put(id, topics.get(id)));
            int[] owners = new CoPartitionedTopics(subscribers, together, kind.partitionCount).assign();
            for (int number = 0; number < owners.length; number++) {
                PartitionSet.Builder owner = assigned.get(kind.subscribers.get(owners[number]));
                for (Uuid id : ids) {
                    owner.add(id, number);
                }
            }
        });
        SortedMap<String, PartitionSet> result = new TreeMap<>();
        for (int i = 0; i < assigned.size(); i++) {
            result.put(inOrder.get(i).getKey(), assigned.get(i).build());
        }
        return result;
    }

    private static Map<Kind, List<Uuid>> kinds(List<Map.Entry<String, Member>> members, SortedMap<Uuid, Topic> topics) {
        Map<Kind, List<Uuid>> kinds = new LinkedHashMap<>();
        topics.forEach((id, topic) -> {
            List<Integer> subscribers = new ArrayList<>();
            for (int position = 0; position < members.size(); position++) {
                if (members.get(position).getValue().topics().contains(id)) {
                    subscribers.add(position);
                }
            }
            if (!subscribers.isEmpty()) {
                kinds.computeIfAbsent(new Kind(subscribers, topic.partitionCount()), kind -> new ArrayList<>())
                        .add(id);
            }
        });
        return kinds;
    }
}
