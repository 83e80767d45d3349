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
        for (Map.Entry<String, ConsumerMember> member : state.members()) {
            members.put(member.getKey(), member(state, member.getValue(), image));
        }
        return assignor.assign(members, topics);
    }

    private static Assignor.Member member(ConsumerGroupState state, ConsumerMember member, ClusterImage image) {
        SortedSet<Uuid> topicIds = new TreeSet<>();
        for (String name : state.topicNames(member.subscription())) {
            TopicImage topic = image.topic(name);
            if (topic != null) {
                topicIds.add(topic.id());
            }
        }
        return new Assignor.Member(
                member.identity().instanceId(), member.identity().rackId(), topicIds, state.target(member.memberId()));
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
