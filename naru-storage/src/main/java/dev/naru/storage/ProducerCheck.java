package dev.naru.storage;

import dev.naru.record.BatchView;
import dev.naru.record.EndTransactionMarker;
import dev.naru.storage.AppendOutcome.CoordinatorFenced;
import dev.naru.storage.AppendOutcome.Duplicate;
import dev.naru.storage.AppendOutcome.InvalidProducerEpoch;
import dev.naru.storage.AppendOutcome.OutOfOrderSequence;
import dev.naru.storage.AppendOutcome.TransactionNotOpen;
import dev.naru.storage.AppendOutcome.TransactionOpen;
import org.jspecify.annotations.Nullable;

/**
 * What a partition asks of a producer's batch before it is written, in this order: is the producer the newest of its id, was
 * the batch written before, may its transaction be open here, is it the next one?
 *
 * <p>Threading: confined to the partition's loop.
 */
final class ProducerCheck {
    private final @Nullable ProducerState producer;
    private final TransactionGuards guards;
    private final AppendTerms terms;

    /** A check against what is known of the producer, if anything is. */
    ProducerCheck(@Nullable ProducerState producer, TransactionGuards guards, AppendTerms terms) {
        this.producer = producer;
        this.guards = guards;
        this.terms = terms;
    }

    /** What is wrong with appending this batch of the producer; null if nothing is. */
    @Nullable
    AppendOutcome check(BatchView batch, @Nullable EndTransactionMarker marker, long logStartOffset) {
        if (producer != null && batch.producerEpoch() < producer.epoch()) {
            return new InvalidProducerEpoch(batch.producerId(), producer.epoch(), batch.producerEpoch());
        }
        if (marker != null) {
            return producer == null ? null : checkMarker(producer, batch, marker);
        }
        Duplicate duplicate = producer == null ? null : duplicate(producer, batch, logStartOffset);
        if (duplicate != null) {
            return duplicate;
        }
        AppendOutcome refusal = terms.isClient() ? checkTransaction(batch) : null;
        return refusal != null ? refusal : checkSequence(batch);
    }

    /** The batch as it was written before; a batch of a transaction that is over is none, whatever its sequences. */
    private static @Nullable Duplicate duplicate(ProducerState producer, BatchView batch, long logStartOffset) {
        int age = batch.baseSequence() == BatchView.NO_SEQUENCE
                ? -1
                : producer.findBatch(batch.producerEpoch(), batch.baseSequence(), batch.lastSequence());
        if (age < 0) {
            return null;
        }
        long firstOffset = producer.firstOffsetOf(age);
        if (batch.isTransactional()
                && (!producer.hasOpenTransaction() || firstOffset < producer.transactionFirstOffset())) {
            return null;
        }
        return new Duplicate(firstOffset, producer.lastOffsetOf(age), producer.timestampMsOf(age), logStartOffset);
    }

    private @Nullable AppendOutcome checkTransaction(BatchView batch) {
        ProducerState open = producer != null && producer.hasOpenTransaction() ? producer : null;
        if (!batch.isTransactional()) {
            return open == null ? null : new TransactionOpen(batch.producerId(), batch.producerEpoch());
        }
        boolean isOpenInEpoch = open != null && open.epoch() == batch.producerEpoch();
        return isOpenInEpoch || guards.admits(terms.guard(), batch.producerId(), batch.producerEpoch())
                ? null
                : new TransactionNotOpen(batch.producerId(), batch.producerEpoch());
    }

    private @Nullable AppendOutcome checkSequence(BatchView batch) {
        int firstSequence = batch.baseSequence();
        if (firstSequence == BatchView.NO_SEQUENCE) {
            return null;
        }
        if (producer == null) {
            // Nothing is known of the producer, except what it came with while its transaction was asked about.
            TransactionGuard guard = terms.guard();
            return guard != null && firstSequence > guard.lowestSequence()
                    ? outOfOrder(batch, BatchView.NO_SEQUENCE)
                    : null;
        }
        boolean inOrder =
                batch.producerEpoch() == producer.epoch() ? producer.isNext(firstSequence) : firstSequence == 0;
        return inOrder ? null : outOfOrder(batch, producer.lastSequence());
    }

    private static OutOfOrderSequence outOfOrder(BatchView batch, int lastSequence) {
        return new OutOfOrderSequence(batch.producerId(), batch.producerEpoch(), lastSequence, batch.baseSequence());
    }

    private @Nullable AppendOutcome checkMarker(ProducerState known, BatchView batch, EndTransactionMarker marker) {
        boolean isOfLastTransaction =
                terms.isMarkerOfNewEpoch() && batch.producerEpoch() == known.epoch() && known.hasOpenTransaction();
        return isOfLastTransaction
                ? new InvalidProducerEpoch(batch.producerId(), known.epoch(), batch.producerEpoch())
                : checkCoordinator(known, marker.coordinatorEpoch());
    }

    private static @Nullable AppendOutcome checkCoordinator(ProducerState producer, int coordinatorEpoch) {
        return coordinatorEpoch < producer.coordinatorEpoch()
                ? new CoordinatorFenced(producer.producerId(), producer.coordinatorEpoch(), coordinatorEpoch)
                : null;
    }
}
