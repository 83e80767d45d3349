package dev.naru.coordinator.transaction;

import dev.naru.common.TopicPartition;
import dev.naru.coordinator.runtime.ProducerIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a partition's log is to transactions, by the same rules: the newest epoch of a producer wins, a marker makes its open
 * records true or forgotten, and a guard drawn before a marker is void after it.
 *
 * <p>Threading: confined to the test's thread.
 */
final class FakePartition {
    private final TopicPartition id;
    private final Map<Long, Short> epochs = new HashMap<>();
    private final Map<Long, List<String>> open = new HashMap<>();
    private final Map<Long, Integer> markers = new HashMap<>();
    private final List<String> committed = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    FakePartition(TopicPartition id) {
        this.id = id;
    }

    TopicPartition id() {
        return id;
    }

    /** How many markers of a producer have been written so far; a write shows the number it saw before it asked. */
    int guard(ProducerIdentity producer) {
        return markers.getOrDefault(producer.id(), 0);
    }

    /** False if the write is refused. */
    boolean write(ProducerIdentity producer, String value, int guard) {
        short known = epochs.getOrDefault(producer.id(), (short) -1);
        boolean isOpen = open.containsKey(producer.id()) && known == producer.epoch();
        if (producer.epoch() < known || (!isOpen && guard != guard(producer))) {
            return false;
        }
        List<String> values = open.getOrDefault(producer.id(), List.of());
        if (!seen.add(value)) {
            // Sequences tell a repeated write; that of a transaction which is over is out of order.
            return values.contains(value);
        }
        epochs.put(producer.id(), producer.epoch());
        open.computeIfAbsent(producer.id(), key -> new ArrayList<>()).add(value);
        return true;
    }

    MarkerOutcome end(TransactionMarker marker) {
        long producerId = marker.producer().id();
        short known = epochs.getOrDefault(producerId, (short) -1);
        boolean isOfLast =
                marker.version().bumpsEpoch() && known == marker.producer().epoch() && open.containsKey(producerId);
        if (marker.producer().epoch() < known || isOfLast) {
            return MarkerOutcome.PRODUCER_MOVED_ON;
        }
        epochs.put(producerId, marker.producer().epoch());
        markers.merge(producerId, 1, Integer::sum);
        List<String> ended = open.remove(producerId);
        if (ended != null && marker.commit()) {
            committed.addAll(ended);
        }
        return MarkerOutcome.WRITTEN;
    }

    /** What a reader of committed records sees. */
    List<String> committed() {
        return committed;
    }

    /** True if a transaction holds back its readers. */
    boolean hasOpenTransaction() {
        return !open.isEmpty();
    }
}
