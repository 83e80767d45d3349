package dev.naru.storage;

import dev.naru.record.BatchView;
import dev.naru.record.EndTransactionMarker;
import dev.naru.storage.AppendOutcome.CoordinatorFenced;
import dev.naru.storage.AppendOutcome.Duplicate;
import dev.naru.storage.AppendOutcome.InvalidProducerEpoch;
import dev.naru.storage.AppendOutcome.OutOfOrderSequence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The idempotent and transactional producers of one partition. {@link #check} says what a batch would be before it is
 * written, {@link #apply} takes in a batch that is in the log; recovery applies too and never checks.
 *
 * <p>A producer is forgotten when it has been silent for {@code producer.id.expiration.ms} by the broker's own clock, not by
 * the timestamps of its records, so replaying old data does not lose its protection. After a restart the time counts anew.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class ProducerStates {
    private final Map<Long, ProducerState> producers = new HashMap<>(0);
    private final Map<Long, Long> lastSeenMs = new HashMap<>(0);
    /** First offset of each open transaction, and of each ended one that is not below the high watermark, to its end. */
    private final TreeMap<Long, Long> unstable = new TreeMap<>();

    private static final long STILL_OPEN = Long.MAX_VALUE;

    /** What is wrong with appending this batch; null if nothing is. */
    @Nullable
    AppendOutcome check(BatchView batch, @Nullable EndTransactionMarker marker, long logStartOffset) {
        ProducerState producer = batch.hasProducerId() ? producers.get(batch.producerId()) : null;
        if (producer == null) {
            return null;
        }
        if (batch.producerEpoch() < producer.epoch()) {
            return new InvalidProducerEpoch(batch.producerId(), producer.epoch(), batch.producerEpoch());
        }
        return marker == null
                ? checkSequence(producer, batch, logStartOffset)
                : checkCoordinator(producer, marker.coordinatorEpoch());
    }

    private static @Nullable AppendOutcome checkSequence(ProducerState producer, BatchView batch, long logStartOffset) {
        int firstSequence = batch.baseSequence();
        if (firstSequence == BatchView.NO_SEQUENCE) {
            return null;
        }
        int duplicate = producer.findBatch(batch.producerEpoch(), firstSequence, batch.lastSequence());
        if (duplicate >= 0) {
            return new Duplicate(
                    producer.firstOffsetOf(duplicate),
                    producer.lastOffsetOf(duplicate),
                    producer.timestampMsOf(duplicate),
                    logStartOffset);
        }
        boolean inOrder =
                batch.producerEpoch() == producer.epoch() ? producer.isNext(firstSequence) : firstSequence == 0;
        return inOrder
                ? null
                : new OutOfOrderSequence(
                        batch.producerId(), batch.producerEpoch(), producer.lastSequence(), firstSequence);
    }

    private static @Nullable AppendOutcome checkCoordinator(ProducerState producer, int coordinatorEpoch) {
        return coordinatorEpoch < producer.coordinatorEpoch()
                ? new CoordinatorFenced(producer.producerId(), producer.coordinatorEpoch(), coordinatorEpoch)
                : null;
    }

    /**
     * Takes in a batch that has its place in the log.
     *
     * @param marker what the batch holds if it ends a transaction
     * @return the transaction it ends, if there is one
     */
    @Nullable
    CompletedTransaction apply(BatchView batch, @Nullable EndTransactionMarker marker, long nowMs) {
        if (!batch.hasProducerId() || (batch.isControl() && marker == null)) {
            return null;
        }
        long producerId = batch.producerId();
        ProducerState producer =
                producers.computeIfAbsent(producerId, id -> new ProducerState(id, batch.producerEpoch()));
        lastSeenMs.put(producerId, nowMs);
        if (batch.producerEpoch() != producer.epoch()) {
            producer.becomeEpoch(batch.producerEpoch());
        }
        if (marker != null) {
            return applyMarker(producer, batch, marker);
        }
        if (batch.baseSequence() != BatchView.NO_SEQUENCE) {
            producer.addBatch(batch.lastSequence(), batch.lastOffset(), batch.lastOffsetDelta(), batch.maxTimestamp());
        }
        if (batch.isTransactional() && producer.transactionFirstOffset() == ProducerState.NO_TRANSACTION) {
            producer.beginTransaction(batch.baseOffset());
            unstable.put(batch.baseOffset(), STILL_OPEN);
        }
        return null;
    }

    private @Nullable CompletedTransaction applyMarker(
            ProducerState producer, BatchView batch, EndTransactionMarker marker) {
        producer.setCoordinatorEpoch(marker.coordinatorEpoch());
        producer.setLastTimestampMs(batch.maxTimestamp());
        long firstOffset = producer.transactionFirstOffset();
        if (firstOffset == ProducerState.NO_TRANSACTION) {
            return null;
        }
        producer.endTransaction();
        unstable.put(firstOffset, batch.lastOffset());
        return new CompletedTransaction(producer.producerId(), firstOffset, batch.lastOffset(), !marker.isCommit());
    }

    /** The last stable offset at the moment a transaction ended: the first open one, or the offset after the marker. */
    long lastStableOffsetAfter(CompletedTransaction completed) {
        for (Map.Entry<Long, Long> entry : unstable.entrySet()) {
            if (entry.getValue() == STILL_OPEN) {
                return Math.min(entry.getKey(), completed.lastOffset() + 1);
            }
        }
        return completed.lastOffset() + 1;
    }

    /** Transactions whose marker is below the high watermark hold nothing back any more. */
    void onHighWatermark(long highWatermark) {
        while (!unstable.isEmpty() && unstable.firstEntry().getValue() < highWatermark) {
            unstable.pollFirstEntry();
        }
    }

    /** The first offset that belongs to a transaction whose end is not known to be replicated; or {@code otherwise}. */
    long firstUnstableOffset(long otherwise) {
        return unstable.isEmpty() ? otherwise : unstable.firstKey();
    }

    /** Forgets producers not heard of since {@code sinceMs}, except those with an open transaction. */
    void expire(long sinceMs) {
        Iterator<ProducerState> iterator = producers.values().iterator();
        while (iterator.hasNext()) {
            ProducerState producer = iterator.next();
            Long seenMs = lastSeenMs.get(producer.producerId());
            boolean isSilent = seenMs == null || seenMs < sinceMs;
            if (isSilent && producer.transactionFirstOffset() == ProducerState.NO_TRANSACTION) {
                iterator.remove();
                lastSeenMs.remove(producer.producerId());
            }
        }
    }

    /** Becomes what a snapshot says. */
    void restore(List<ProducerState> snapshot, long nowMs) {
        clear();
        for (ProducerState producer : snapshot) {
            producers.put(producer.producerId(), producer);
            lastSeenMs.put(producer.producerId(), nowMs);
            if (producer.transactionFirstOffset() != ProducerState.NO_TRANSACTION) {
                unstable.put(producer.transactionFirstOffset(), STILL_OPEN);
            }
        }
    }

    /** Takes over the batches that {@code read} remembers of the same producers, if they end with the same one. */
    void refill(ProducerStates read) {
        for (ProducerState producer : producers.values()) {
            ProducerState other = read.producers.get(producer.producerId());
            if (other != null && other.epoch() == producer.epoch() && other.lastOffset() == producer.lastOffset()) {
                producer.takeBatchesOf(other);
            }
        }
    }

    void clear() {
        producers.clear();
        lastSeenMs.clear();
        unstable.clear();
    }

    boolean isEmpty() {
        return producers.isEmpty();
    }

    Collection<ProducerState> all() {
        return producers.values();
    }

    List<ActiveProducer> active() {
        List<ActiveProducer> result = new ArrayList<>(producers.size());
        for (ProducerState producer : producers.values()) {
            result.add(new ActiveProducer(
                    producer.producerId(),
                    producer.epoch(),
                    producer.lastSequence(),
                    producer.lastTimestampMs(),
                    producer.coordinatorEpoch(),
                    producer.transactionFirstOffset()));
        }
        return result;
    }
}
