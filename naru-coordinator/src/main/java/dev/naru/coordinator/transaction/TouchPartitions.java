package dev.naru.coordinator.transaction;

import dev.naru.common.TopicPartition;
import dev.naru.coordinator.runtime.ProducerIdentity;
import java.util.Set;

/**
 * A producer, or a broker on its behalf, says which partitions its transaction is about to touch, or asks whether they are
 * part of it.
 *
 * @param version the rules the producer follows; of no meaning where it is only asked
 */
public record TouchPartitions(
        String transactionalId,
        ProducerIdentity producer,
        Set<TopicPartition> partitions,
        TransactionVersion version) {}
