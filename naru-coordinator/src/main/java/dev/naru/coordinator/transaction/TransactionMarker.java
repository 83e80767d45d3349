package dev.naru.coordinator.transaction;

import dev.naru.coordinator.runtime.ProducerIdentity;

/**
 * The end of a transaction, as it is written into partitions.
 *
 * @param producer whose transaction; the epoch is the one of the end, which may be newer than that of the records
 * @param coordinatorEpoch the leader epoch of the coordinator's partition; older ones are fenced
 * @param version the rules the transaction follows
 */
public record TransactionMarker(
        ProducerIdentity producer, boolean commit, int coordinatorEpoch, TransactionVersion version) {}
