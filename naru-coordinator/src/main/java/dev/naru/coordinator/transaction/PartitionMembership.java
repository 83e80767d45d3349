package dev.naru.coordinator.transaction;

import dev.naru.common.TopicPartition;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.protocol.ErrorCode;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * AddPartitionsToTxn: puts partitions into a transaction before anything is written to them, or says whether they are in it
 * (KIP-890). While one transaction is ending the next one has to wait a moment.
 *
 * <p>Threading: stateless.
 */
final class PartitionMembership {
    private PartitionMembership() {}

    /** Adds the partitions. */
    static Step<ErrorCode> add(@Nullable Transaction current, TouchPartitions request, long nowMs) {
        ErrorCode problem = problem(current, request.producer());
        if (problem != ErrorCode.NONE || current == null) {
            return Step.stay(problem);
        }
        boolean isThere = current.state() == TransactionState.ONGOING
                && current.partitions().containsAll(request.partitions());
        return isThere
                ? Step.stay(ErrorCode.NONE)
                : Step.become(current.with(request.partitions(), request.version(), nowMs), ErrorCode.NONE);
    }

    /** Says of each partition whether it is part of the transaction: if not, the transaction has to be aborted. */
    static SortedMap<TopicPartition, ErrorCode> verify(@Nullable Transaction current, TouchPartitions request) {
        ErrorCode problem = problem(current, request.producer());
        SortedMap<TopicPartition, ErrorCode> verdicts = new TreeMap<>();
        for (TopicPartition partition : request.partitions()) {
            boolean isIn = current != null && current.partitions().contains(partition);
            ErrorCode otherwise = isIn ? ErrorCode.NONE : ErrorCode.TRANSACTION_ABORTABLE;
            verdicts.put(partition, problem == ErrorCode.NONE ? otherwise : problem);
        }
        return verdicts;
    }

    private static ErrorCode problem(@Nullable Transaction current, ProducerIdentity producer) {
        if (current == null) {
            return ErrorCode.INVALID_PRODUCER_ID_MAPPING;
        }
        // The producer may have been told its next id already, which is not the present one before the end is complete.
        if (current.state().isEnding() && producer.equals(current.producer().afterwards())) {
            return ErrorCode.CONCURRENT_TRANSACTIONS;
        }
        ProducerIdentity present = current.producer().current();
        if (producer.id() != present.id()) {
            return ErrorCode.INVALID_PRODUCER_ID_MAPPING;
        }
        return producer.epoch() == present.epoch() ? ErrorCode.NONE : ErrorCode.PRODUCER_FENCED;
    }
}
