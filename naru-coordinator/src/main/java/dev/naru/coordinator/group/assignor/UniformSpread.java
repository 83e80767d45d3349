package dev.naru.coordinator.group.assignor;

import dev.naru.common.Uuid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * One spreading of partitions over members, in four steps: {@link #retain}, {@link #fill}, {@link #balance}, {@link
 * #bringCloser}. Members and partitions are numbered; topics with the fewest subscribers come first, since they have the
 * least choice.
 *
 * <p>Threading: confined to one call of the assignor.
 */
final class UniformSpread {
    private static final int NOBODY = -1;

    private final List<Assignor.Member> members;
    private final List<SubscribedTopic> topics;
    private final int[] load;
    private final boolean homogeneous;

    /** A topic that has subscribers, the same array for the same ones, and who owns each of its partitions. */
    private static final class SubscribedTopic {
        private final Uuid id;
        private final Assignor.Topic topic;
        private final int[] subscribers;
        private final int[] owners;
        private final int[] before;

        SubscribedTopic(Uuid id, Assignor.Topic topic, int[] subscribers) {
            this.id = id;
            this.topic = topic;
            this.subscribers = subscribers;
            this.owners = new int[topic.partitionCount()];
            this.before = new int[topic.partitionCount()];
            Arrays.fill(owners, NOBODY);
            Arrays.fill(before, NOBODY);
        }
    }

    UniformSpread(SortedMap<String, Assignor.Member> members, SortedMap<Uuid, Assignor.Topic> topics) {
        this.members = List.copyOf(members.values());
        this.load = new int[this.members.size()];
        List<SubscribedTopic> subscribed = new ArrayList<>();
        Map<List<Integer>, int[]> sameSubscribers = new HashMap<>();
        for (Map.Entry<Uuid, Assignor.Topic> topic : topics.entrySet()) {
            List<Integer> positions = subscribers(topic.getKey());
            if (!positions.isEmpty()) {
                int[] subscribers = sameSubscribers.computeIfAbsent(
                        positions,
                        same -> same.stream().mapToInt(Integer::intValue).toArray());
                subscribed.add(new SubscribedTopic(topic.getKey(), topic.getValue(), subscribers));
            }
        }
        subscribed.sort(Comparator.comparingInt(topic -> topic.subscribers.length));
        this.topics = subscribed;
        this.homogeneous = subscribed.stream().allMatch(topic -> topic.subscribers.length == this.members.size());
    }

    private List<Integer> subscribers(Uuid topicId) {
        List<Integer> subscribers = new ArrayList<>();
        for (int member = 0; member < members.size(); member++) {
            if (members.get(member).topics().contains(topicId)) {
                subscribers.add(member);
            }
        }
        return subscribers;
    }

    /** Everybody keeps what it has, as far as it still subscribes to it. */
    void retain() {
        for (SubscribedTopic topic : topics) {
            for (int member : topic.subscribers) {
                for (int partition : members.get(member).current().of(topic.id)) {
                    if (partition < topic.owners.length && topic.owners[partition] == NOBODY) {
                        topic.owners[partition] = member;
                        topic.before[partition] = member;
                        load[member]++;
                    }
                }
            }
        }
    }

    /** What nobody has goes to the subscriber that has least, among equals to one in the rack of a replica. */
    void fill() {
        for (SubscribedTopic topic : topics) {
            for (int partition = 0; partition < topic.owners.length; partition++) {
                if (topic.owners[partition] == NOBODY) {
                    int owner = leastLoaded(topic, partition);
                    topic.owners[partition] = owner;
                    load[owner]++;
                }
            }
        }
    }

    private int leastLoaded(SubscribedTopic topic, int partition) {
        int best = topic.subscribers[0];
        boolean bestIsNear = isNear(topic, partition, best);
        for (int member : topic.subscribers) {
            boolean isNear = isNear(topic, partition, member);
            if (load[member] < load[best] || (load[member] == load[best] && isNear && !bestIsNear)) {
                best = member;
                bestIsNear = isNear;
            }
        }
        return best;
    }

    private boolean isNear(SubscribedTopic topic, int partition, int member) {
        return topic.topic.hasReplicaIn(members.get(member).rack(), partition);
    }

    /**
     * Partitions move from who has more to a subscriber that has at least two fewer, until there is no such pair. Every
     * move makes the sum of the squares of the loads smaller, so there is an end.
     */
    void balance() {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (SubscribedTopic topic : topics) {
                moved |= balance(topic);
            }
        }
    }

    private boolean balance(SubscribedTopic topic) {
        PartitionsByOwner owned = new PartitionsByOwner(topic, members.size());
        boolean moved = false;
        while (true) {
            int most = NOBODY;
            int least = topic.subscribers[0];
            for (int member : topic.subscribers) {
                if (load[member] < load[least]) {
                    least = member;
                }
                if (owned.hasAny(member) && (most == NOBODY || load[member] > load[most])) {
                    most = member;
                }
            }
            if (most == NOBODY || load[most] - load[least] < 2) {
                return moved;
            }
            topic.owners[owned.give(most, least)] = least;
            load[most]--;
            load[least]++;
            moved = true;
        }
    }

    /** The partitions of one topic as a stack for each owner; on top those that it did not have before. */
    private static final class PartitionsByOwner {
        private static final int END = -1;

        private final int[] top;
        private final int[] below;

        PartitionsByOwner(SubscribedTopic topic, int memberCount) {
            top = new int[memberCount];
            Arrays.fill(top, END);
            below = new int[topic.owners.length];
            push(topic, true);
            push(topic, false);
        }

        private void push(SubscribedTopic topic, boolean retained) {
            for (int partition = 0; partition < topic.owners.length; partition++) {
                int owner = topic.owners[partition];
                if (retained == (topic.before[partition] == owner)) {
                    below[partition] = top[owner];
                    top[owner] = partition;
                }
            }
        }

        boolean hasAny(int member) {
            return top[member] != END;
        }

        int give(int from, int to) {
            int partition = top[from];
            top[from] = below[partition];
            below[partition] = top[to];
            top[to] = partition;
            return partition;
        }
    }

    /** Members exchange partitions where that lets more of them be read in the rack of a replica. */
    void bringCloser() {
        if (members.stream().allMatch(member -> member.rack() == null)) {
            return;
        }
        List<RackSwaps.Item> items = new ArrayList<>();
        for (SubscribedTopic topic : topics) {
            if (!topic.topic.racks().isEmpty()) {
                addItems(topic, items);
            }
        }
        new RackSwaps(items, load, homogeneous).run();
    }

    private void addItems(SubscribedTopic topic, List<RackSwaps.Item> items) {
        for (int partition = 0; partition < topic.owners.length; partition++) {
            items.add(new TopicPartitionItem(topic, partition));
        }
    }

    private final class TopicPartitionItem implements RackSwaps.Item {
        private final SubscribedTopic topic;
        private final int partition;

        TopicPartitionItem(SubscribedTopic topic, int partition) {
            this.topic = topic;
            this.partition = partition;
        }

        @Override
        public int owner() {
            return topic.owners[partition];
        }

        @Override
        public void owner(int member) {
            topic.owners[partition] = member;
        }

        @Override
        public int[] candidates() {
            return topic.subscribers;
        }

        @Override
        public int nearness(int member) {
            return isNear(topic, partition, member) ? 1 : 0;
        }
    }

    /** What this member has got. */
    PartitionSet partitionsOf(int member) {
        PartitionSet.Builder partitions = new PartitionSet.Builder();
        for (SubscribedTopic topic : topics) {
            for (int partition = 0; partition < topic.owners.length; partition++) {
                if (topic.owners[partition] == member) {
                    partitions.add(topic.id, partition);
                }
            }
        }
        return partitions.build();
    }
}
