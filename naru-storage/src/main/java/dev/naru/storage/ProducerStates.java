package dev.naru.storage;

import dev.naru.record.BatchView;
import dev.naru.record.EndTransactionMarker;
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

    private final TransactionGuards guards = new TransactionGuards();

    /** The guard of a transaction that is about to begin, or null if it is open already. */
    @Nullable
    TransactionGuard guard(long producerId, short epoch, int firstSequence) {
        ProducerState producer = producers.get(producerId);
        boolean isOpen = producer != null && producer.hasOpenTransaction() && producer.epoch() == epoch;
        return isOpen ? null : guards.draw(producerId, epoch, firstSequence);
    }

    /** True if the guard has not become void. */
    boolean isInForce(TransactionGuard guard) {
        return guards.admits(guard, guard.producerId(), guard.epoch());
    }

    /** What is wrong with appending this batch; null if nothing is. */
    @Nullable
    AppendOutcome check(
            BatchView batch, @Nullable EndTransactionMarker marker, long logStartOffset, AppendTerms terms) {
        return batch.hasProducerId()
                ? new ProducerCheck(producers.get(batch.producerId()), guards, terms)
                        .check(batch, marker, logStartOffset)
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
        if (batch.isTransactional() && !producer.hasOpenTransaction()) {
            producer.beginTransaction(batch.baseOffset());
            unstable.put(batch.baseOffset(), STILL_OPEN);
            guards.drop(producerId);
        }
        return null;
    }

    private @Nullable CompletedTransaction applyMarker(
            ProducerState producer, BatchView batch, EndTransactionMarker marker) {
        guards.drop(producer.producerId());
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
            if (isSilent && !producer.hasOpenTransaction()) {
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
            if (producer.hasOpenTransaction()) {
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
        guards.clear();
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
