package dev.naru.coordinator.transaction;

import dev.naru.coordinator.runtime.ProducerIdentity;

/**
 * A producer commits or aborts its transaction.
 *
 * @param version the rules the producer follows
 * @param freshProducerId an id nobody has had, or -1; asked for with {@link ProducerAnswer#needsProducerId} if one is needed
 */
public record EndTransaction(
        String transactionalId,
        ProducerIdentity producer,
        boolean commit,
        TransactionVersion version,
        long freshProducerId) {}
