package dev.naru.client.group.assignor;

import dev.naru.common.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Shares out partitions. Threading: stateless. */
public interface Assignor {
    /**
     * Which member gets what. Each partition of a topic that somebody subscribes to goes to one of them, except that a
     * cooperative assignor leaves out for this round what its present owner has to give up first.
     *
     * @param members members by id
     * @param partitionCounts how many partitions each topic has; topics that do not exist are missing
     * @return an entry for every member, maybe empty
     */
    Map<String, List<TopicPartition>> assign(
            Map<String, SubscribedMember> members, Map<String, Integer> partitionCounts);

    /**
     * What the leader knows of a member.
     *
     * @param instanceId its lasting name, empty if it has none
     * @param topics what it subscribes to
     * @param owned what it says it has
     * @param generation of the group when it got that, -1 if not known
     */
    record SubscribedMember(String instanceId, Set<String> topics, Set<TopicPartition> owned, int generation) {
        public SubscribedMember {
            topics = Set.copyOf(topics);
            owned = Set.copyOf(owned);
        }
    }
}
