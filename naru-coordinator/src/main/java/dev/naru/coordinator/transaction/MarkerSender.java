package dev.naru.coordinator.transaction;

import dev.naru.common.TopicPartition;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Brings markers to the leaders of partitions, wherever they are.
 *
 * <p>Threading: called on the shard's loop, and answers there.
 */
public interface MarkerSender {
    /**
     * Has a marker written into each of the partitions.
     *
     * @param told hears of each partition exactly once, from within the call or later
     */
    void send(
            TransactionMarker marker, List<TopicPartition> partitions, BiConsumer<TopicPartition, MarkerOutcome> told);
}
