package dev.naru.storage;

import dev.naru.record.BatchView;
import dev.naru.record.EndTransactionMarker;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Feeds batches that are in the log to what is derived from them: producer states and leader epochs.
 *
 * <p>Threading: confined to its user.
 */
final class LogReplay {
    /** How much of the log's end is read again: five of the largest batches of a producer by default. */
    private static final int REFILL_BYTES = 5 << 20;

    private final Segments segments;
    private final ProducerStates producers;
    private final long nowMs;

    LogReplay(Segments segments, ProducerStates producers, long nowMs) {
        this.segments = segments;
        this.producers = producers;
        this.nowMs = nowMs;
    }

    /** Takes the producers of all batches between the two offsets in. */
    void producers(long fromOffset, long toOffset) throws IOException, DamagedLogException {
        walk(fromOffset, toOffset, scanner -> apply(scanner, null));
    }

    /**
     * A snapshot tells one batch of each producer; reads the last ones before {@code endOffset} again, so that producers
     * which were cut off with several in flight find the others recognised too.
     */
    void refillBatches(long endOffset) throws IOException, DamagedLogException {
        int last = segments.floorIndex(endOffset - 1);
        if (producers.isEmpty() || last < 0) {
            return;
        }
        int first = last;
        int bytes = segments.get(last).sizeBytes();
        while (first > 0 && bytes < REFILL_BYTES) {
            first--;
            bytes += segments.get(first).sizeBytes();
        }
        ProducerStates read = new ProducerStates();
        LogReplay reading = new LogReplay(segments, read, nowMs);
        reading.producers(segments.get(first).indexes().offsetNear(bytes - REFILL_BYTES), endOffset);
        producers.refill(read);
    }

    /** Makes the epochs before {@code toOffset} anew. */
    void epochs(LeaderEpochs epochs, long toOffset) throws IOException, DamagedLogException {
        walk(
                0,
                toOffset,
                scanner -> epochs.assign(
                        scanner.batch().leaderEpoch(), scanner.batch().baseOffset()));
    }

    /** Takes one batch in; an aborted transaction it ends goes into the index of {@code segment}, if there is one. */
    void apply(BatchScanner scanner, @Nullable Segment segment) throws IOException {
        BatchView batch = scanner.batch();
        if (!batch.hasProducerId()) {
            return;
        }
        EndTransactionMarker marker = null;
        if (batch.isControl()) {
            BatchView whole = scanner.whole();
            marker = whole == null ? null : Markers.in(whole);
        }
        CompletedTransaction completed = producers.apply(batch, marker, nowMs);
        if (completed != null && completed.isAborted() && segment != null) {
            segment.transactionIndex().append(aborted(completed));
        }
    }

    private AbortedTransaction aborted(CompletedTransaction completed) {
        return new AbortedTransaction(
                completed.producerId(),
                completed.firstOffset(),
                completed.lastOffset(),
                producers.lastStableOffsetAfter(completed));
    }

    private void walk(long fromOffset, long toOffset, BatchAction action) throws IOException, DamagedLogException {
        for (int i = Math.max(0, segments.floorIndex(fromOffset)); i < segments.count(); i++) {
            Segment segment = segments.get(i);
            if (segment.baseOffset() >= toOffset) {
                return;
            }
            // From the very beginning no index is asked, which may be one of those recovery has yet to make anew.
            boolean isWhole = fromOffset <= segment.baseOffset();
            BatchPosition start = isWhole ? new BatchPosition(0, 0) : segment.find(fromOffset);
            if (start != null) {
                walk(segment, start.position(), toOffset, action);
            }
        }
    }

    private static void walk(Segment segment, int from, long toOffset, BatchAction action)
            throws IOException, DamagedLogException {
        try (BatchScanner scanner = segment.scan(from, BatchScanner.WALK_BUFFER_BYTES)) {
            while (scanner.next() && scanner.batch().baseOffset() < toOffset) {
                action.take(scanner);
            }
            if (scanner.nextOffset() < toOffset) {
                scanner.requireEnd();
            }
        }
    }

    private interface BatchAction {
        void take(BatchScanner scanner) throws IOException;
    }
}
