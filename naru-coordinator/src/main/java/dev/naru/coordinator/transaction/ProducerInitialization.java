package dev.naru.coordinator.transaction;

import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * InitProducerId of a transactional id. Whoever asks becomes the producer and everybody before is fenced by a higher epoch;
 * a transaction that is open is aborted first, and the asker comes back. A producer that says who it believes to be only goes
 * on as itself, after an error (KIP-360), and is fenced if somebody else has taken over.
 *
 * <p>Threading: stateless.
 */
final class ProducerInitialization {
    private ProducerInitialization() {}

    /**
     * Decides.
     *
     * @param replaced who the present producer was before it asked for its present identity, or none; a producer that still
     *     believes to be that one has not heard the answer
     */
    static Step<ProducerAnswer> decide(
            @Nullable Transaction current, ProducerIdentity replaced, InitProducer request, long nowMs) {
        if (current == null) {
            return rotate(Transaction.NO_PRODUCER_ID, request, nowMs);
        }
        if (current.state().isEnding()) {
            return refuse(ErrorCode.CONCURRENT_TRANSACTIONS);
        }
        ProducerIdentity present = current.producer().current();
        if (request.expected().exists() && !request.expected().equals(present)) {
            return request.expected().equals(replaced)
                    ? goOn(current, replaced, request, nowMs)
                    : refuse(ErrorCode.PRODUCER_FENCED);
        }
        if (current.state() == TransactionState.ONGOING) {
            // The epoch of the abort is given to nobody, unless the asker is the fenced one itself.
            return new Step<>(
                    current.fenced(nowMs),
                    ProducerAnswer.refusal(ErrorCode.CONCURRENT_TRANSACTIONS),
                    current.isEpochExhausted() ? ProducerIdentity.NONE : request.expected());
        }
        if (current.isEpochExhausted()) {
            return rotate(present.id(), request, nowMs);
        }
        Transaction next = current.reinitialized(request.timeoutMs(), nowMs);
        return new Step<>(next, ProducerAnswer.of(next.producer().current()), request.expected());
    }

    /** The asker is the present producer already, and has nothing to do with what was aborted before. */
    private static Step<ProducerAnswer> goOn(
            Transaction current, ProducerIdentity replaced, InitProducer request, long nowMs) {
        ProducerIdentity present = current.producer().current();
        Transaction next =
                Transaction.initialized(present, current.producer().previousId(), request.timeoutMs(), nowMs);
        return current.state() == TransactionState.EMPTY
                ? Step.stay(ProducerAnswer.of(present))
                : new Step<>(next, ProducerAnswer.of(present), replaced);
    }

    private static Step<ProducerAnswer> rotate(long previousId, InitProducer request, long nowMs) {
        if (request.freshProducerId() < 0) {
            return Step.stay(ProducerAnswer.NEEDS_PRODUCER_ID);
        }
        ProducerIdentity fresh = new ProducerIdentity(request.freshProducerId(), (short) 0);
        Transaction next = Transaction.initialized(fresh, previousId, request.timeoutMs(), nowMs);
        return new Step<>(next, ProducerAnswer.of(fresh), request.expected());
    }

    private static Step<ProducerAnswer> refuse(ErrorCode error) {
        return Step.stay(ProducerAnswer.refusal(error));
    }
}
