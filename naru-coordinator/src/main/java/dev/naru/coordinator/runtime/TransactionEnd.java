package dev.naru.coordinator.runtime;

/**
 * A marker that ends a producer's transaction in one partition.
 *
 * @param coordinatorEpoch the leader epoch of the transaction coordinator that decided; an older one is fenced
 * @param committed false if the transaction was aborted
 */
public record TransactionEnd(ProducerIdentity producer, int coordinatorEpoch, boolean committed) {}
