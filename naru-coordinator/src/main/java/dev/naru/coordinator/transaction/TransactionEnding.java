package dev.naru.coordinator.transaction;

import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * EndTxn. Asking again for the same end gives the same answer, as long as nothing new has begun; asking for the other end
 * never changes what was decided.
 *
 * <p>A client of version 2 holds a new epoch after each end. So the epoch tells whether it asks again, not having heard the
 * answer, or asks about its next transaction, which may be aborted even if it never touched a partition. A client of older
 * versions keeps its epoch, and its state is all there is to go by.
 *
 * <p>Threading: stateless.
 */
final class TransactionEnding {
    private TransactionEnding() {}

    static Step<ProducerAnswer> decide(@Nullable Transaction current, EndTransaction request, long nowMs) {
        if (current == null) {
            return refuse(ErrorCode.INVALID_PRODUCER_ID_MAPPING);
        }
        return request.version().bumpsEpoch()
                ? decideByEpoch(current, request, nowMs)
                : decideByState(current, request, nowMs);
    }

    private static Step<ProducerAnswer> decideByEpoch(Transaction current, EndTransaction request, long nowMs) {
        ProducerIdentity asker = request.producer();
        ProducerIdentity present = current.producer().current();
        if (current.state().isEnding() && asker.equals(current.producer().afterwards())) {
            return refuse(ErrorCode.CONCURRENT_TRANSACTIONS);
        }
        boolean isRepeated = isRepeated(current, asker);
        if (!isRepeated && asker.id() != present.id()) {
            return refuse(ErrorCode.INVALID_PRODUCER_ID_MAPPING);
        }
        if (!isRepeated && asker.epoch() != present.epoch()) {
            return refuse(ErrorCode.PRODUCER_FENCED);
        }
        if (isRepeated) {
            return repeat(current, request.commit());
        }
        if (current.state() != TransactionState.ONGOING && request.commit()) {
            return refuse(ErrorCode.INVALID_TXN_STATE);
        }
        return end(current, request, nowMs);
    }

    /** True if the asker's identity is the one before the present one, which it was given for ending its transaction. */
    private static boolean isRepeated(Transaction current, ProducerIdentity asker) {
        ProducerIdentity present = current.producer().current();
        if (current.state() == TransactionState.EMPTY || current.state() == TransactionState.ONGOING) {
            return false;
        }
        boolean isOneEpochBehind = asker.id() == present.id() && asker.epoch() + 1 == present.epoch();
        boolean isOneIdBehind =
                asker.id() == current.producer().previousId() && Transaction.isExhausted(asker) && present.epoch() == 0;
        return isOneEpochBehind || isOneIdBehind;
    }

    private static Step<ProducerAnswer> repeat(Transaction current, boolean commit) {
        if (current.state().isCommit() != commit) {
            return refuse(ErrorCode.INVALID_TXN_STATE);
        }
        if (current.state().isEnding()) {
            return refuse(ErrorCode.CONCURRENT_TRANSACTIONS);
        }
        // An epoch nobody can go on from was used up by an abort over the client's head.
        ProducerIdentity present = current.producer().current();
        return present.epoch() == Short.MAX_VALUE
                ? refuse(ErrorCode.PRODUCER_FENCED)
                : Step.stay(ProducerAnswer.of(present));
    }

    private static Step<ProducerAnswer> decideByState(Transaction current, EndTransaction request, long nowMs) {
        ProducerIdentity present = current.producer().current();
        if (request.producer().id() != present.id()) {
            return refuse(ErrorCode.INVALID_PRODUCER_ID_MAPPING);
        }
        if (request.producer().epoch() != present.epoch()) {
            return refuse(ErrorCode.PRODUCER_FENCED);
        }
        return switch (current.state()) {
            case ONGOING -> end(current, request, nowMs);
            case EMPTY -> refuse(ErrorCode.INVALID_TXN_STATE);
            case PREPARE_COMMIT, PREPARE_ABORT ->
                refuse(
                        current.state().isCommit() == request.commit()
                                ? ErrorCode.CONCURRENT_TRANSACTIONS
                                : ErrorCode.INVALID_TXN_STATE);
            case COMPLETE_COMMIT, COMPLETE_ABORT ->
                current.state().isCommit() == request.commit()
                        ? Step.stay(ProducerAnswer.of(present))
                        : refuse(ErrorCode.INVALID_TXN_STATE);
        };
    }

    private static Step<ProducerAnswer> end(Transaction current, EndTransaction request, long nowMs) {
        boolean needsProducerId = request.version().bumpsEpoch() && current.isEpochExhausted();
        if (needsProducerId && request.freshProducerId() < 0) {
            return Step.stay(ProducerAnswer.NEEDS_PRODUCER_ID);
        }
        if (needsProducerId && current.producer().current().epoch() == Short.MAX_VALUE) {
            return refuse(ErrorCode.PRODUCER_FENCED);
        }
        long nextId = needsProducerId ? request.freshProducerId() : Transaction.NO_PRODUCER_ID;
        Transaction next = current.ending(request.commit(), request.version(), nextId, nowMs);
        ProducerAnswer answer = ProducerAnswer.of(next.producer().afterwards());
        return request.version().bumpsEpoch()
                ? new Step<>(next, answer, request.producer())
                : Step.become(next, answer);
    }

    private static Step<ProducerAnswer> refuse(ErrorCode error) {
        return Step.stay(ProducerAnswer.refusal(error));
    }
}
