package dev.naru.coordinator.group.offset;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Offsets by group, topic and partition. Nothing empty is kept.
 *
 * <p>Threading: confined to the shard's loop; while loading, to the thread that loads.
 */
final class OffsetMap {
    private final Map<String, Map<String, Map<Integer, CommittedOffset>>> byGroup = new HashMap<>();
    private final Map<String, Integer> groupCountByTopic = new HashMap<>();

    /** The offset of a partition, or null. */
    @Nullable
    CommittedOffset get(OffsetKey key) {
        Map<Integer, CommittedOffset> partitions = ofGroup(key.groupId()).get(key.topic());
        return partitions == null ? null : partitions.get(key.partition());
    }

    /** The offsets of a group by topic and partition; not to be changed. */
    Map<String, Map<Integer, CommittedOffset>> ofGroup(String groupId) {
        Map<String, Map<Integer, CommittedOffset>> topics = byGroup.get(groupId);
        return topics == null ? Map.of() : Collections.unmodifiableMap(topics);
    }

    /** Everything; not to be changed. */
    Map<String, Map<String, Map<Integer, CommittedOffset>>> all() {
        return Collections.unmodifiableMap(byGroup);
    }

    void put(OffsetKey key, CommittedOffset offset) {
        byGroup.computeIfAbsent(key.groupId(), group -> new HashMap<>(4))
                .computeIfAbsent(key.topic(), topic -> {
                    groupCountByTopic.merge(topic, 1, Integer::sum);
                    return new HashMap<>(4);
                })
                .put(key.partition(), offset);
    }

    void remove(OffsetKey key) {
        Map<String, Map<Integer, CommittedOffset>> topics = byGroup.get(key.groupId());
        Map<Integer, CommittedOffset> partitions = topics == null ? null : topics.get(key.topic());
        if (topics == null || partitions == null) {
            return;
        }
        partitions.remove(key.partition());
        if (partitions.isEmpty()) {
            topics.remove(key.topic());
            groupCountByTopic.computeIfPresent(key.topic(), (topic, count) -> count == 1 ? null : count - 1);
        }
        if (topics.isEmpty()) {
            byGroup.remove(key.groupId());
        }
    }

    /** The topics somebody has offsets of. */
    Set<String> topics() {
        return Collections.unmodifiableSet(groupCountByTopic.keySet());
    }
}
