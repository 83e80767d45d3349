package dev.naru.coordinator.transaction;

import dev.naru.common.TopicPartition;
import dev.naru.coordinator.runtime.ProducerIdentity;
import java.util.List;

/**
 * What tools are told of one transactional id.
 *
 * @param startMs when the transaction began, or -1
 * @param partitions what an open transaction has touched; of an ending one, what has no marker yet
 */
public record TransactionDescription(
        String transactionalId,
        TransactionState state,
        ProducerIdentity producer,
        int timeoutMs,
        long startMs,
        List<TopicPartition> partitions) {}
