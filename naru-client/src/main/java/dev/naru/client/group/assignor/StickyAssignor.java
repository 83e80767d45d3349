package dev.naru.client.group.assignor;

import dev.naru.common.TopicPartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * As even as can be, then as much as can be left where it is. Everybody keeps what it has; what nobody has goes to the
 * subscriber with least, partitions with few subscribers first; then partitions move, one at a time, from who has at
 * least two more to who has least, until nothing evens out any more.
 *
 * <p>A partition that moves is left out for this round: its owner gives it up, joins again, and then it is nobody's
 * (cooperative rebalancing, KIP-429).
 *
 * <p>Threading: stateless.
 */
public final class StickyAssignor implements Assignor {
    @Override
    public Map<String, List<TopicPartition>> assign(
            Map<String, SubscribedMember> members, Map<String, Integer> partitionCounts) {
        Map<TopicPartition, String> before = owners(members, partitionCounts);
        Map<TopicPartition, String> kept = new TreeMap<>(before);
        kept.entrySet().removeIf(each -> {
            SubscribedMember owner = members.get(each.getValue());
            return owner == null || !owner.topics().contains(each.getKey().topic());
        });
        Plan plan = new Plan(members);
        kept.forEach(plan::give);
        unowned(partitionCounts, kept.keySet(), plan).forEach(plan::giveToLeastLoaded);
        plan.balance();

        Map<String, List<TopicPartition>> assignment = new HashMap<>();
        plan.loads.forEach((member, partitions) -> assignment.put(
                member,
                partitions.stream()
                        .filter(partition ->
                                before.getOrDefault(partition, member).equals(member))
                        .toList()));
        return assignment;
    }

    /**
     * Who has what of what there is: of two who claim a partition the one of the later generation, and neither if they
     * are of the same.
     */
    private static Map<TopicPartition, String> owners(
            Map<String, SubscribedMember> members, Map<String, Integer> partitionCounts) {
        Map<TopicPartition, String> owners = new TreeMap<>();
        Map<TopicPartition, Integer> generations = new HashMap<>();
        Set<TopicPartition> disputed = new HashSet<>();
        new TreeMap<>(members).forEach((id, member) -> {
            for (TopicPartition partition : member.owned()) {
                if (partition.partition() < 0
                        || partition.partition() >= partitionCounts.getOrDefault(partition.topic(), 0)) {
                    continue;
                }
                int other = generations.getOrDefault(partition, Integer.MIN_VALUE);
                if (member.generation() > other) {
                    owners.put(partition, id);
                    generations.put(partition, member.generation());
                    disputed.remove(partition);
                } else if (member.generation() == other) {
                    disputed.add(partition);
                }
            }
        });
        owners.keySet().removeAll(disputed);
        return owners;
    }

    /** What nobody has and somebody wants, the partitions with fewest subscribers first. */
    private static List<TopicPartition> unowned(
            Map<String, Integer> partitionCounts, Set<TopicPartition> owned, Plan plan) {
        List<TopicPartition> unowned = new ArrayList<>();
        new TreeMap<>(partitionCounts).forEach((topic, count) -> {
            for (int partition = 0; partition < count; partition++) {
                TopicPartition each = new TopicPartition(topic, partition);
                if (!owned.contains(each) && !plan.subscribers(topic).isEmpty()) {
                    unowned.add(each);
                }
            }
        });
        unowned.sort(Comparator.comparingInt(
                partition -> plan.subscribers(partition.topic()).size()));
        return unowned;
    }

    /** An assignment in the making. */
    private static final class Plan {
        private final Map<String, SubscribedMember> members;
        private final Map<String, Set<TopicPartition>> loads = new TreeMap<>();
        private final Map<String, List<String>> subscribers = new HashMap<>();

        Plan(Map<String, SubscribedMember> members) {
            this.members = new TreeMap<>(members);
            this.members.keySet().forEach(member -> loads.put(member, new TreeSet<>()));
        }

        List<String> subscribers(String topic) {
            return subscribers.computeIfAbsent(
                    topic,
                    name -> members.entrySet().stream()
                            .filter(member -> member.getValue().topics().contains(name))
                            .map(Map.Entry::getKey)
                            .toList());
        }

        void give(TopicPartition partition, String member) {
            load(member).add(partition);
        }

        void giveToLeastLoaded(TopicPartition partition) {
            String member = leastLoaded(partition.topic());
            if (member != null) {
                give(partition, member);
            }
        }

        /** Each move makes the sum of the squares of the loads smaller, so this comes to an end. */
        void balance() {
            boolean moved = true;
            while (moved) {
                moved = false;
                for (String member : mostLoadedFirst()) {
                    moved |= relieve(member);
                }
            }
        }

        private boolean relieve(String member) {
            boolean moved = false;
            for (TopicPartition partition : List.copyOf(load(member))) {
                String other = leastLoaded(partition.topic());
                if (other != null && load(other).size() + 2 <= load(member).size()) {
                    load(member).remove(partition);
                    give(partition, other);
                    moved = true;
                }
            }
            return moved;
        }

        private List<String> mostLoadedFirst() {
            return loads.keySet().stream()
                    .sorted(Comparator.comparingInt(member -> -load(member).size()))
                    .toList();
        }

        private @Nullable String leastLoaded(String topic) {
            String least = null;
            for (String member : subscribers(topic)) {
                if (least == null || load(member).size() < load(least).size()) {
                    least = member;
                }
            }
            return least;
        }

        private Set<TopicPartition> load(String member) {
            return loads.computeIfAbsent(member, ignored -> new TreeSet<>());
        }
    }
}
