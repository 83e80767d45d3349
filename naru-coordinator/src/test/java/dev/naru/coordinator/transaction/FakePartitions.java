package dev.naru.coordinator.transaction;

import dev.naru.common.TopicPartition;
import dev.naru.coordinator.runtime.ProducerIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Partitions that markers are sent to. Each keeps what its producers have written and learns how their transactions end; they
 * can be told to be slow, or to fail.
 *
 * <p>Threading: confined to the test's thread.
 */
final class FakePartitions implements MarkerSender {
    private final Map<TopicPartition, FakePartition> partitions = new HashMap<>();
    private final List<String> trace = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private final Map<TopicPartition, MarkerOutcome> outcomes = new HashMap<>();
    private boolean holding;

    /** Markers are kept back from now on. */
    void hold() {
        holding = true;
    }

    /** Markers that were kept back arrive, and all others at once. */
    void release() {
        holding = false;
        List<Runnable> waiting = List.copyOf(held);
        held.clear();
        waiting.forEach(Runnable::run);
    }

    /** Instead of taking a marker the partition says this; {@link MarkerOutcome#WRITTEN} ends it. */
    void answer(TopicPartition partition, MarkerOutcome outcome) {
        outcomes.put(partition, outcome);
    }

    /** What was sent since the last time it was asked. */
    List<String> takeTrace() {
        List<String> sent = List.copyOf(trace);
        trace.clear();
        return sent;
    }

    FakePartition at(TopicPartition partition) {
        return partitions.computeIfAbsent(partition, FakePartition::new);
    }

    List<FakePartition> all() {
        return List.copyOf(partitions.values());
    }

    @Override
    public void send(
            TransactionMarker marker, List<TopicPartition> targets, BiConsumer<TopicPartition, MarkerOutcome> told) {
        trace.add("marker " + (marker.commit() ? "commit " : "abort ") + text(marker.producer()) + " coordinator "
                + marker.coordinatorEpoch() + " " + marker.version() + " to " + targets);
        for (TopicPartition target : targets) {
            Runnable arrival = () -> {
                MarkerOutcome told1 = outcomes.getOrDefault(target, MarkerOutcome.WRITTEN);
                told.accept(target, told1 == MarkerOutcome.WRITTEN ? at(target).end(marker) : told1);
            };
            if (holding) {
                held.add(arrival);
            } else {
                arrival.run();
            }
        }
    }

    static String text(ProducerIdentity identity) {
        return identity.exists() ? identity.id() + ":" + identity.epoch() : "none";
    }
}
