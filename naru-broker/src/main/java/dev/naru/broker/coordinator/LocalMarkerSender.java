package dev.naru.broker.coordinator;

import dev.naru.common.TopicPartition;
import dev.naru.common.runtime.EventLoop;
import dev.naru.coordinator.transaction.MarkerOutcome;
import dev.naru.coordinator.transaction.MarkerSender;
import dev.naru.coordinator.transaction.TransactionMarker;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Sends markers where all partitions are on the coordinator's own broker: each to its partition's loop, and the outcome back
 * to the shard's.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class LocalMarkerSender implements MarkerSender {
    private final EventLoop loop;
    private final LocalMarkers markers;

    LocalMarkerSender(EventLoop loop, LocalMarkers markers) {
        this.loop = loop;
        this.markers = markers;
    }

    @Override
    public void send(
            TransactionMarker marker, List<TopicPartition> partitions, BiConsumer<TopicPartition, MarkerOutcome> told) {
        for (TopicPartition partition : partitions) {
            markers.write(partition, marker, outcome -> loop.run(() -> told.accept(partition, outcome)));
        }
    }
}
