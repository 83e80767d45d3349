package dev.naru.coordinator.transaction;

import dev.naru.coordinator.runtime.ProducerIdentity;
import org.jspecify.annotations.Nullable;

/**
 * What a request does to a transactional id.
 *
 * @param next what the id becomes, or null if it stays as it is
 * @param replaced the identity the asker held until now, if it is the asker itself that goes on under a new one; it may
 *     ask again, not having heard the answer. So may one whose transaction took too long
 */
record Step<T>(@Nullable Transaction next, T answer, ProducerIdentity replaced) {
    static <T> Step<T> stay(T answer) {
        return new Step<>(null, answer, ProducerIdentity.NONE);
    }

    static <T> Step<T> become(Transaction next, T answer) {
        return new Step<>(next, answer, ProducerIdentity.NONE);
    }
}
