package dev.naru.coordinator.group.assignor;

import dev.naru.common.Uuid;
import dev.naru.testkit.Gen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A group with members and topics drawn from a seed, which can change a little as groups do. */
final class RandomGroup {
    private static final List<String> RACKS = List.of("a", "b", "c");

    final SortedMap<String, Assignor.Member> members = new TreeMap<>();
    final SortedMap<Uuid, Assignor.Topic> topics = new TreeMap<>();
    private final Gen gen;
    private final boolean homogeneous;
    private final boolean withRacks;
    private int nextMember;

    RandomGroup(Gen gen, boolean homogeneous, boolean withRacks) {
        this.gen = gen;
        this.homogeneous = homogeneous;
        this.withRacks = withRacks;
        for (int i = gen.intIn(1, 5); i > 0; i--) {
            addTopic();
        }
        for (int i = gen.intIn(1, 7); i > 0; i--) {
            addMember();
        }
    }

    /** The answer becomes what members have. */
    void adopt(Map<String, PartitionSet> assigned) {
        members.replaceAll((id, member) -> new Assignor.Member(
                member.instanceId(), member.rack(), member.topics(), assigned.getOrDefault(id, PartitionSet.EMPTY)));
    }

    /** Somebody comes or goes, a topic comes, goes or grows, a subscription changes. */
    void change() {
        switch (gen.intIn(0, 5)) {
            case 0 -> addMember();
            case 1 -> members.remove(anyOf(members.keySet()));
            case 2 -> addTopic();
            case 3 -> topics.remove(anyOf(topics.keySet()));
            case 4 -> {
                Uuid id = anyOf(topics.keySet());
                topics.put(id, topic(topics.get(id).partitionCount() + gen.intIn(1, 5)));
            }
            default ->
                members.computeIfPresent(
                        anyOf(members.keySet()),
                        (id, member) -> new Assignor.Member(
                                member.instanceId(), member.rack(), subscription(), member.current()));
        }
        if (topics.isEmpty()) {
            addTopic();
        }
        if (members.isEmpty()) {
            addMember();
        }
        if (homogeneous) {
            SortedSet<Uuid> all = subscription();
            members.replaceAll(
                    (id, member) -> new Assignor.Member(member.instanceId(), member.rack(), all, member.current()));
        }
    }

    private void addMember() {
        String id = "m" + nextMember++;
        members.put(
                id, new Assignor.Member(gen.chance(30) ? "i" + id : null, rack(), subscription(), PartitionSet.EMPTY));
    }

    private @Nullable String rack() {
        return withRacks && gen.chance(80) ? gen.oneOf(RACKS) : null;
    }

    private SortedSet<Uuid> subscription() {
        SortedSet<Uuid> subscription = new TreeSet<>(topics.keySet());
        if (!homogeneous) {
            subscription.removeIf(id -> gen.chance(40));
        }
        return subscription;
    }

    private void addTopic() {
        topics.put(new Uuid(gen.longIn(1, Long.MAX_VALUE), 0), topic(gen.intIn(1, 12)));
    }

    private Assignor.Topic topic(int partitionCount) {
        Map<Integer, Set<String>> racks = new HashMap<>();
        for (int partition = 0; withRacks && partition < partitionCount; partition++) {
            racks.put(partition, new HashSet<>(List.of(gen.oneOf(RACKS), gen.oneOf(RACKS))));
        }
        return new Assignor.Topic(partitionCount, racks);
    }

    private <T> T anyOf(Set<T> set) {
        List<T> list = new ArrayList<>(set);
        return list.get(gen.intIn(0, list.size() - 1));
    }

    boolean anybodySubscribesTo(Uuid topicId) {
        return members.values().stream().anyMatch(member -> member.topics().contains(topicId));
    }

    int countNear(Map<String, PartitionSet> assigned) {
        int[] near = {0};
        assigned.forEach((id, partitions) ->
                partitions.forEach((topicId, partition) -> near[0] += near(id, topicId, partition)));
        return near[0];
    }

    /** 1 if the member runs where a replica of the partition is. */
    int near(String memberId, Uuid topicId, int partition) {
        String rack = members.get(memberId).rack();
        Set<String> replicas = topics.get(topicId).racks().getOrDefault(partition, Set.of());
        return rack != null && replicas.contains(rack) ? 1 : 0;
    }

    boolean hasSameSubscribers(Uuid one, Uuid other) {
        return members.values().stream()
                .allMatch(member ->
                        member.topics().contains(one) == member.topics().contains(other));
    }

    @Override
    public String toString() {
        return members + " on " + topics;
    }
}
