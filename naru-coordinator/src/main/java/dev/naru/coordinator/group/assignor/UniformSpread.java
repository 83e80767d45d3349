package dev.naru.coordinator.group.assignor;

import dev.naru.common.Uuid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * One spreading of partitions over members, in four steps: {@link #retain}, {@link #fill}, {@link #balance}, {@link
 * #bringCloser}. Members and partitions are numbered. Topics with the same subscribers are taken together, those with the
 * fewest first, since they have the least choice.
 *
 * <p>Each step takes time in proportion to partitions and subscriptions, apart from a logarithm.
 *
 * <p>Threading: confined to one call of the assignor.
 */
final class UniformSpread {
    private static final int NOBODY = -1;
    private static final int[] NO_MEMBERS = {};

    private final List<Assignor.Member> members;
    private final List<SubscribedTopic> topics = new ArrayList<>();
    private final List<Kind> kinds;
    private final int[] load;
    private final int[] owners;
    private final int[] before;
    private final Racks racks;

    /** A topic that has subscribers, and the number of its first partition among those of all topics. */
    private record SubscribedTopic(Uuid id, Assignor.Topic topic, int first) {}

    /** Topics with the same subscribers; their partitions have the numbers from {@code from} to {@code to}. */
    private static final class Kind {
        private final int[] subscribers;
        private final Map<Uuid, Assignor.Topic> topics = new LinkedHashMap<>();
        private int from;
        private int to;

        Kind(int[] subscribers) {
            this.subscribers = subscribers;
        }
    }

    UniformSpread(SortedMap<String, Assignor.Member> members, SortedMap<Uuid, Assignor.Topic> topics) {
        this.members = List.copyOf(members.values());
        this.kinds = kinds(new Subscribers(this.members, topics), topics);
        int count = 0;
        for (Kind kind : kinds) {
            kind.from = count;
            for (Map.Entry<Uuid, Assignor.Topic> topic : kind.topics.entrySet()) {
                this.topics.add(new SubscribedTopic(topic.getKey(), topic.getValue(), count));
                count += topic.getValue().partitionCount();
            }
            kind.to = count;
        }
        this.load = new int[this.members.size()];
        this.owners = new int[count];
        this.before = new int[count];
        Arrays.fill(owners, NOBODY);
        Arrays.fill(before, NOBODY);
        this.racks = new Racks(this.members, count);
        for (SubscribedTopic topic : this.topics) {
            topic.topic.racks().forEach((partition, some) -> {
                if (partition < topic.topic.partitionCount()) {
                    racks.put(topic.first + partition, List.of(some));
                }
            });
        }
    }

    private static List<Kind> kinds(Subscribers subscribers, SortedMap<Uuid, Assignor.Topic> topics) {
        IdentityHashMap<int[], Kind> known = new IdentityHashMap<>();
        List<Kind> kinds = new ArrayList<>();
        topics.forEach((id, topic) -> {
            int[] some = subscribers.of(id);
            Kind kind = known.get(some);
            if (kind == null && some.length > 0) {
                kind = new Kind(some);
                known.put(some, kind);
                kinds.add(kind);
            }
            if (kind != null) {
                kind.topics.put(id, topic);
            }
        });
        kinds.sort(Comparator.comparingInt(kind -> kind.subscribers.length));
        return kinds;
    }

    /** Everybody keeps what it has, as far as it still subscribes to it. */
    void retain() {
        Map<Uuid, SubscribedTopic> byId = new HashMap<>();
        topics.forEach(topic -> byId.put(topic.id, topic));
        for (int member = 0; member < members.size(); member++) {
            Set<Uuid> wanted = members.get(member).topics();
            for (Map.Entry<Uuid, int[]> current : members.get(member).current().numbers()) {
                SubscribedTopic topic = byId.get(current.getKey());
                if (topic != null && wanted.contains(topic.id)) {
                    retain(member, topic, current.getValue());
                }
            }
        }
    }

    private void retain(int member, SubscribedTopic topic, int[] partitions) {
        for (int partition : partitions) {
            if (partition < topic.topic.partitionCount() && owners[topic.first + partition] == NOBODY) {
                owners[topic.first + partition] = member;
                before[topic.first + partition] = member;
                load[member]++;
            }
        }
    }

    /** What nobody has goes to the subscriber that has least, among equals to one in the rack of a replica. */
    void fill() {
        for (Kind kind : kinds) {
            LeastLoaded subscribers = new LeastLoaded(kind.subscribers, load, racks);
            for (int partition = kind.from; partition < kind.to; partition++) {
                if (owners[partition] == NOBODY) {
                    owners[partition] = subscribers.take(partition);
                }
            }
        }
    }

    /**
     * Partitions move from who has more to a subscriber that has at least two fewer, until there is no such pair. Every
     * move makes the sum of the squares of the loads smaller, so there is an end.
     */
    void balance() {
        Balance balance = new Balance(load, owners, before);
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Kind kind : kinds) {
                if (isUneven(kind.subscribers)) {
                    moved |= balance.run(kind.subscribers, kind.from, kind.to);
                }
            }
        }
    }

    private boolean isUneven(int[] subscribers) {
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (int member : subscribers) {
            least = Math.min(least, load[member]);
            most = Math.max(most, load[member]);
        }
        return most - least >= 2;
    }

    /** Members exchange partitions where that lets more of them be read in the rack of a replica. */
    void bringCloser() {
        if (!racks.matter()) {
            return;
        }
        boolean homogeneous = kinds.size() == 1 && kinds.get(0).subscribers.length == members.size();
        RackSwaps swaps = new RackSwaps(racks, owners, load);
        for (Kind kind : kinds) {
            swaps.run(kind.from, kind.to, homogeneous ? kind.subscribers : NO_MEMBERS);
        }
    }

    /** What each member has got, in their order. */
    List<PartitionSet> assigned() {
        List<PartitionSet.Builder> building = new ArrayList<>();
        members.forEach(member -> building.add(new PartitionSet.Builder()));
        for (SubscribedTopic topic : topics) {
            for (int partition = 0; partition < topic.topic.partitionCount(); partition++) {
                building.get(owners[topic.first + partition]).add(topic.id, partition);
            }
        }
        return building.stream().map(PartitionSet.Builder::build).toList();
    }
}
