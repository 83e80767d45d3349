package dev.naru.coordinator.group.offset;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Offsets that were committed in transactions which are still open, by producer.
 *
 * <p>Threading: confined to the shard's loop; while loading, to the thread that loads.
 */
final class StagedOffsets {
    private final Map<Long, Map<OffsetKey, CommittedOffset>> byProducer = new HashMap<>();
    private final Map<String, Map<OffsetKey, Set<Long>>> producersByGroup = new HashMap<>();

    void put(long producerId, OffsetKey key, CommittedOffset offset) {
        byProducer.computeIfAbsent(producerId, producer -> new HashMap<>()).put(key, offset);
        producersByGroup
                .computeIfAbsent(key.groupId(), group -> new HashMap<>())
                .computeIfAbsent(key, staged -> new HashSet<>(2))
                .add(producerId);
    }

    /** Everything of a producer, whose transaction has ended. */
    Map<OffsetKey, CommittedOffset> take(long producerId) {
        Map<OffsetKey, CommittedOffset> taken = byProducer.remove(producerId);
        if (taken == null) {
            return Map.of();
        }
        taken.keySet().forEach(key -> forgetProducer(key, producerId));
        return taken;
    }

    /** Forgets what anybody staged for this partition. */
    void removeAll(OffsetKey key) {
        for (long producerId : Set.copyOf(producersOf(key))) {
            Map<OffsetKey, CommittedOffset> offsets = byProducer.get(producerId);
            if (offsets != null) {
                offsets.remove(key);
                if (offsets.isEmpty()) {
                    byProducer.remove(producerId);
                }
            }
            forgetProducer(key, producerId);
        }
    }

    private void forgetProducer(OffsetKey key, long producerId) {
        Map<OffsetKey, Set<Long>> ofGroup = producersByGroup.get(key.groupId());
        Set<Long> producers = ofGroup == null ? null : ofGroup.get(key);
        if (ofGroup == null || producers == null) {
            return;
        }
        producers.remove(producerId);
        if (producers.isEmpty()) {
            ofGroup.remove(key);
        }
        if (ofGroup.isEmpty()) {
            producersByGroup.remove(key.groupId());
        }
    }

    boolean contains(OffsetKey key) {
        return !producersOf(key).isEmpty();
    }

    boolean hasAny(String groupId) {
        return producersByGroup.containsKey(groupId);
    }

    /** The partitions of a group for which something is staged. */
    Set<OffsetKey> keysOf(String groupId) {
        return producersByGroup.getOrDefault(groupId, Map.of()).keySet();
    }

    /** What anybody has staged for a partition. */
    Stream<CommittedOffset> of(OffsetKey key) {
        return producersOf(key).stream()
                .flatMap(producerId -> Stream.ofNullable(
                        byProducer.getOrDefault(producerId, Map.of()).get(key)));
    }

    /** The partitions of a topic for which something is staged. */
    Stream<OffsetKey> keysOfTopic(String topic) {
        return producersByGroup.values().stream()
                .flatMap(keys -> keys.keySet().stream())
                .filter(key -> key.topic().equals(topic));
    }

    private Set<Long> producersOf(OffsetKey key) {
        return producersByGroup.getOrDefault(key.groupId(), Map.of()).getOrDefault(key, Set.of());
    }

    void forEach(Visitor visitor) {
        byProducer.forEach(
                (producerId, offsets) -> offsets.forEach((key, offset) -> visitor.visit(producerId, key, offset)));
    }

    /** Hears of every staged offset. */
    interface Visitor {
        void visit(long producerId, OffsetKey key, CommittedOffset offset);
    }
}
