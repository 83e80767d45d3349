package dev.naru.coordinator.transaction;

import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.protocol.ErrorCode;

/**
 * What a producer is told: who it is from now on, or why not.
 *
 * @param needsProducerId true if nothing was decided for want of a fresh producer id; the same is to be asked again with one
 */
public record ProducerAnswer(ErrorCode error, ProducerIdentity producer, boolean needsProducerId) {
    static final ProducerAnswer NEEDS_PRODUCER_ID =
            new ProducerAnswer(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, ProducerIdentity.NONE, true);

    static ProducerAnswer of(ProducerIdentity producer) {
        return new ProducerAnswer(ErrorCode.NONE, producer, false);
    }

    /** A refusal. */
    public static ProducerAnswer refusal(ErrorCode error) {
        return new ProducerAnswer(error, ProducerIdentity.NONE, false);
    }
}
