package dev.naru.replication;

import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The partitions a broker has, as their owner changes them. Changes are collected and become visible together, with {@link
 * #snapshot}; topics that did not change are shared between snapshots.
 *
 * <p>Threading: confined to the owner's loop.
 */
final class PartitionTable {
    private final Map<String, HostedTopic> byName = new HashMap<>();

    @Nullable
    Partition find(TopicPartition id) {
        HostedTopic topic = byName.get(id.topic());
        return topic == null ? null : topic.partition(id.partition());
    }

    List<Partition> all() {
        List<Partition> all = new ArrayList<>();
        byName.values().forEach(topic -> all.addAll(topic.partitions().values()));
        return all;
    }

    void put(List<Partition> added) {
        Map<String, Map<Integer, Partition>> byTopic = new HashMap<>();
        for (Partition partition : added) {
            byTopic.computeIfAbsent(partition.id().topic(), topic -> new HashMap<>())
                    .put(partition.id().partition(), partition);
        }
        byTopic.forEach((name, partitions) -> {
            HostedTopic before = byName.get(name);
            Set<Integer> offline = new HashSet<>();
            if (before != null) {
                before.partitions().forEach(partitions::putIfAbsent);
                offline.addAll(before.offline());
                offline.removeAll(partitions.keySet());
            }
            Uuid id = partitions.values().iterator().next().topicId();
            byName.put(name, new HostedTopic(name, id, Map.copyOf(partitions), Set.copyOf(offline)));
        });
    }

    /** The partition should be here, and its log cannot be opened. */
    void putOffline(TopicPartition id, Uuid topicId) {
        HostedTopic before = byName.get(id.topic());
        Set<Integer> offline = new HashSet<>(Set.of(id.partition()));
        if (before != null) {
            offline.addAll(before.offline());
        }
        Map<Integer, Partition> partitions = before == null ? Map.of() : before.partitions();
        byName.put(id.topic(), new HostedTopic(id.topic(), topicId, partitions, Set.copyOf(offline)));
    }

    void remove(TopicPartition id) {
        HostedTopic before = byName.get(id.topic());
        if (before == null) {
            return;
        }
        Map<Integer, Partition> partitions = new HashMap<>(before.partitions());
        Set<Integer> offline = new HashSet<>(before.offline());
        partitions.remove(id.partition());
        offline.remove(id.partition());
        if (partitions.isEmpty() && offline.isEmpty()) {
            byName.remove(id.topic());
        } else {
            byName.put(
                    id.topic(), new HostedTopic(id.topic(), before.id(), Map.copyOf(partitions), Set.copyOf(offline)));
        }
    }

    PartitionLookup snapshot() {
        Map<Uuid, HostedTopic> byId = new HashMap<>();
        byName.values().forEach(topic -> byId.put(topic.id(), topic));
        return new PartitionLookup(new HashMap<>(byName), byId);
    }
}
