package dev.naru.client.group.assignor;

import dev.naru.common.TopicPartition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Topic by topic: the subscribers in order of their names, each a stretch of neighbouring partitions, the first ones a
 * partition more if they do not come out even. Members with the same topics get the same numbers of each, so that records
 * of one key in two topics meet.
 *
 * <p>Threading: stateless.
 */
public final class RangeAssignor implements Assignor {
    /** Those with a lasting name first, by it; a restart then changes nothing. */
    private static final Comparator<Map.Entry<String, SubscribedMember>> ORDER =
            Comparator.<Map.Entry<String, SubscribedMember>>comparingInt(
                            member -> member.getValue().instanceId().isEmpty() ? 1 : 0)
                    .thenComparing(member -> member.getValue().instanceId())
                    .thenComparing(Map.Entry::getKey);

    @Override
    public Map<String, List<TopicPartition>> assign(
            Map<String, SubscribedMember> members, Map<String, Integer> partitionCounts) {
        Map<String, List<TopicPartition>> assignment = new HashMap<>();
        members.keySet().forEach(member -> assignment.put(member, new ArrayList<>()));
        partitionCounts.forEach((topic, count) -> {
            List<String> subscribers = members.entrySet().stream()
                    .filter(member -> member.getValue().topics().contains(topic))
                    .sorted(ORDER)
                    .map(Map.Entry::getKey)
                    .toList();
            int next = 0;
            for (int i = 0; i < subscribers.size(); i++) {
                int share = count / subscribers.size() + (i < count % subscribers.size() ? 1 : 0);
                for (int end = next + share; next < end; next++) {
                    assignment
                            .computeIfAbsent(subscribers.get(i), ignored -> new ArrayList<>())
                            .add(new TopicPartition(topic, next));
                }
            }
        });
        return assignment;
    }
}
