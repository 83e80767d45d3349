package dev.naru.client.group.assignor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.client.group.assignor.Assignor.SubscribedMember;
import dev.naru.common.TopicPartition;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StickyAssignorTest {
    private final StickyAssignor assignor = new StickyAssignor();

    @Test
    void movesNothingWhenSharesAreEven() {
        Map<String, SubscribedMember> members = Map.of(
                "a", member(1, Set.of("t"), partition("t", 3), partition("t", 1)),
                "b", member(1, Set.of("t"), partition("t", 0), partition("t", 2)));

        assertThat(assignor.assign(members, Map.of("t", 4)))
                .hasEntrySatisfying(
                        "a", had -> assertThat(had).containsExactlyInAnyOrder(partition("t", 1), partition("t", 3)))
                .hasEntrySatisfying(
                        "b", had -> assertThat(had).containsExactlyInAnyOrder(partition("t", 0), partition("t", 2)));
    }

    @Test
    void leavesOutForARoundWhatHasToBeGivenUpFirst() {
        Map<String, SubscribedMember> members =
                Map.of("a", member(1, Set.of("t"), partition("t", 0), partition("t", 1)), "b", member(-1, Set.of("t")));

        Map<String, List<TopicPartition>> assignment = assignor.assign(members, Map.of("t", 2));

        assertThat(assignment.get("a")).hasSize(1);
        assertThat(assignment.get("b")).isEmpty();
    }

    @Test
    void believesTheLaterGenerationAndNeitherOfTwoEqualOnes() {
        Map<String, SubscribedMember> later =
                Map.of("a", member(3, Set.of("t"), partition("t", 0)), "b", member(4, Set.of("t"), partition("t", 0)));
        assertThat(assignor.assign(later, Map.of("t", 1)).get("b")).containsExactly(partition("t", 0));

        Map<String, SubscribedMember> equal =
                Map.of("a", member(4, Set.of("t"), partition("t", 0)), "b", member(4, Set.of("t"), partition("t", 0)));
        Map<String, List<TopicPartition>> assignment = assignor.assign(equal, Map.of("t", 1));
        assertThat(assignment.get("a").size() + assignment.get("b").size()).isEqualTo(1);
    }

    /** Members come, go, and change their minds; topics grow. */
    @Seeded(count = 300)
    void comesToRestEvenAndWhole(Gen gen) {
        Map<String, Integer> counts = new TreeMap<>();
        List<String> topics = List.of("x", "y", "z").subList(0, gen.intIn(1, 3));
        topics.forEach(topic -> counts.put(topic, gen.intIn(1, 12)));
        boolean sameTopics = gen.chance(50);
        Map<String, SubscribedMember> members = new TreeMap<>();
        for (int round = 1; round < 8; round++) {
            change(gen, members, topics, counts, sameTopics);
            Map<String, List<TopicPartition>> assignment = settle(members, counts, round * 10);
            Set<TopicPartition> given = new HashSet<>();
            assignment.values().forEach(given::addAll);
            assertThat(given).hasSize(wanted(members, counts));
            if (sameTopics) {
                int most =
                        assignment.values().stream().mapToInt(List::size).max().orElse(0);
                int least =
                        assignment.values().stream().mapToInt(List::size).min().orElse(0);
                assertThat(most - least).isLessThanOrEqualTo(1);
            }
        }
    }

    private static void change(
            Gen gen,
            Map<String, SubscribedMember> members,
            List<String> topics,
            Map<String, Integer> counts,
            boolean sameTopics) {
        String name = "m" + gen.intIn(0, 5);
        if (members.size() > 1 && gen.chance(40)) {
            members.remove(members.keySet().iterator().next());
        } else {
            Set<String> subscribed =
                    sameTopics ? Set.copyOf(topics) : Set.of(topics.get(gen.intIn(0, topics.size() - 1)));
            Set<TopicPartition> owned =
                    members.containsKey(name) ? members.get(name).owned() : Set.of();
            int generation = members.containsKey(name) ? members.get(name).generation() : -1;
            members.put(name, new SubscribedMember("", subscribed, owned, generation));
        }
        if (gen.chance(20)) {
            counts.merge(topics.get(0), 1, Integer::sum);
        }
    }

    /** Rounds until nothing changes; in each nobody is given what another one has. */
    private Map<String, List<TopicPartition>> settle(
            Map<String, SubscribedMember> members, Map<String, Integer> counts, int generation) {
        Map<String, List<TopicPartition>> last = Map.of();
        for (int round = 0; round < 4; round++) {
            Map<TopicPartition, String> before = new HashMap<>();
            members.forEach((id, member) -> member.owned().forEach(partition -> before.put(partition, id)));
            Map<String, List<TopicPartition>> assignment = assignor.assign(members, counts);
            int reached = generation + round;
            assignment.forEach((id, partitions) -> {
                partitions.forEach(partition ->
                        assertThat(before.getOrDefault(partition, id)).isEqualTo(id));
                SubscribedMember member = members.get(id);
                assertThat(member.topics())
                        .containsAll(
                                partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet()));
                members.put(id, new SubscribedMember("", member.topics(), new HashSet<>(partitions), reached));
            });
            if (sets(assignment).equals(sets(last))) {
                return assignment;
            }
            last = assignment;
        }
        throw new AssertionError("does not come to rest: " + last);
    }

    private static Map<String, Set<TopicPartition>> sets(Map<String, List<TopicPartition>> assignment) {
        Map<String, Set<TopicPartition>> sets = new HashMap<>();
        assignment.forEach((member, partitions) -> sets.put(member, new HashSet<>(partitions)));
        return sets;
    }

    private static int wanted(Map<String, SubscribedMember> members, Map<String, Integer> counts) {
        Set<String> subscribed = new HashSet<>();
        members.values().forEach(member -> subscribed.addAll(member.topics()));
        return subscribed.stream().mapToInt(counts::get).sum();
    }

    private static SubscribedMember member(int generation, Set<String> topics, TopicPartition... owned) {
        return new SubscribedMember("", topics, new HashSet<>(new ArrayList<>(List.of(owned))), generation);
    }

    private static TopicPartition partition(String topic, int number) {
        return new TopicPartition(topic, number);
    }
}
