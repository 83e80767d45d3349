package dev.naru.coordinator.transaction;

import dev.naru.coordinator.runtime.ProducerIdentity;

/**
 * A producer asks to be the one that writes under a transactional id.
 *
 * @param expected who it believes to be, if it wants to go on after an error; {@link ProducerIdentity#NONE} if it starts
 * @param freshProducerId an id nobody has had, or -1; asked for with {@link ProducerAnswer#needsProducerId} if one is needed
 */
public record InitProducer(String transactionalId, int timeoutMs, ProducerIdentity expected, long freshProducerId) {}
