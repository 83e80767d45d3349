package dev.naru.coordinator.group.consumer;

import dev.naru.common.Uuid;
import dev.naru.coordinator.group.assignor.Assignor;
import dev.naru.coordinator.group.assignor.PartitionSet;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.PartitionImage;
import dev.naru.metadata.TopicImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Asks the assignor who should have what, in its words: topics that exist, by id.
 *
 * <p>Threading: stateless.
 */
final class TargetAssignment {
    private TargetAssignment() {}

    /** What every member should have now. */
    static SortedMap<String, PartitionSet> of(ConsumerGroupState state, Assignor assignor, ClusterImage image) {
        SortedMap<Uuid, Assignor.Topic> topics = new TreeMap<>();
        SortedMap<String, Assignor.Member> members = new TreeMap<>();
        boolean anyRack = false;
        for (Map.Entry<String, ConsumerMember> member : state.members()) {
            anyRack |= member.getValue().identity().rackId() != null;
        }
        for (String name : state.topicNames()) {
            TopicImage topic = image.topic(name);
            if (topic != null) {
                topics.put(
                        topic.id(),
                        new Assignor.Topic(topic.partitionCount(), anyRack ? racks(topic, image) : Map.of()));
            }
        }
        Map<ConsumerMember.Subscription, SortedSet<Uuid>> topicIds = new HashMap<>();
        for (Map.Entry<String, ConsumerMember> entry : state.members()) {
            ConsumerMember member = entry.getValue();
            members.put(
                    entry.getKey(),
                    new Assignor.Member(
                            member.identity().instanceId(),
                            member.identity().rackId(),
                            topicIds.computeIfAbsent(member.subscription(), same -> topicIds(state, same, image)),
                            state.target(member.memberId())));
        }
        return assignor.assign(members, topics);
    }

    /** One set for all members that subscribe to the same: assignors look at each set once. */
    private static SortedSet<Uuid> topicIds(
            ConsumerGroupState state, ConsumerMember.Subscription subscription, ClusterImage image) {
        SortedSet<Uuid> topicIds = new TreeSet<>();
        for (String name : state.topicNames(subscription)) {
            TopicImage topic = image.topic(name);
            if (topic != null) {
                topicIds.add(topic.id());
            }
        }
        return topicIds;
    }

    private static Map<Integer, Set<String>> racks(TopicImage topic, ClusterImage image) {
        Map<Integer, Set<String>> racks = new HashMap<>();
        int number = 0;
        for (PartitionImage partition : topic.partitions()) {
            Set<String> known = TopicHashes.racks(partition, image);
            if (!known.isEmpty()) {
                racks.put(number, known);
            }
            number++;
        }
        return racks;
    }

    /** The assignor most members prefer; of equally popular ones the first configured, and that one if nobody cares. */
    static Assignor preferred(ConsumerGroupState state, List<Assignor> configured) {
        Map<String, Integer> votes = new HashMap<>();
        for (Map.Entry<String, ConsumerMember> member : state.members()) {
            String name = member.getValue().subscription().assignor();
            if (name != null) {
                votes.merge(name, 1, Integer::sum);
            }
        }
        Assignor best = configured.get(0);
        for (Assignor assignor : configured) {
            if (votes.getOrDefault(assignor.name(), 0) > votes.getOrDefault(best.name(), 0)) {
                best = assignor;
            }
        }
        return best;
    }
}
