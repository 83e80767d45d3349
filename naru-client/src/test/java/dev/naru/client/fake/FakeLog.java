package dev.naru.client.fake;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.FetchResponse;
import dev.naru.record.BatchView;
import dev.naru.record.EndTransactionMarker;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The log of one partition with the sequence rules of a broker: five batches remembered, no gaps, epochs that fence. */
final class FakeLog {
    private static final int REMEMBERED_BATCHES = 5;

    private final List<ByteBuffer> batches = new ArrayList<>();
    private final Map<Long, Deque<Appended>> producers = new HashMap<>();
    private final Map<Long, Long> openSince = new HashMap<>();
    private final List<FetchResponse.AbortedTransaction> aborted = new ArrayList<>();
    private long endOffset;

    record Outcome(ErrorCode error, long baseOffset) {}

    private record Appended(short epoch, int firstSequence, int lastSequence, long baseOffset) {}

    long endOffset() {
        return endOffset;
    }

    Outcome append(ByteBuffer batch, int leaderEpoch) {
        BatchView view = new BatchView().wrap(batch, 0);
        if (!view.isCrcValid()) {
            return new Outcome(ErrorCode.CORRUPT_MESSAGE, -1);
        }
        if (view.hasProducerId()) {
            Deque<Appended> known = producers.computeIfAbsent(view.producerId(), ignored -> new ArrayDeque<>());
            for (Appended each : known) {
                if (each.epoch == view.producerEpoch()
                        && each.firstSequence == view.baseSequence()
                        && each.lastSequence == view.lastSequence()) {
                    return new Outcome(ErrorCode.NONE, each.baseOffset);
                }
            }
            ErrorCode error = checkSequence(view, known.peekLast());
            if (error != ErrorCode.NONE) {
                return new Outcome(error, -1);
            }
            if (!known.isEmpty() && known.peekLast().epoch != view.producerEpoch()) {
                known.clear();
            }
            known.add(new Appended(view.producerEpoch(), view.baseSequence(), view.lastSequence(), endOffset));
            if (known.size() > REMEMBERED_BATCHES) {
                known.remove();
            }
        }
        long baseOffset = endOffset;
        view.stampPlace(baseOffset, leaderEpoch);
        if (view.isTransactional()) {
            openSince.putIfAbsent(view.producerId(), baseOffset);
        }
        endOffset = view.nextOffset();
        batches.add(batch);
        return new Outcome(ErrorCode.NONE, baseOffset);
    }

    /** Writes the end of a producer's transaction. */
    void end(long producerId, short producerEpoch, boolean commit, int leaderEpoch) {
        ByteBuffer marker = new EndTransactionMarker(commit, 0).toBatch(0, leaderEpoch, producerId, producerEpoch);
        new BatchView().wrap(marker, 0).stampPlace(endOffset, leaderEpoch);
        Long since = openSince.remove(producerId);
        if (since != null && !commit) {
            aborted.add(new FetchResponse.AbortedTransaction()
                    .producerId(producerId)
                    .firstOffset(since));
        }
        batches.add(marker);
        endOffset++;
        Deque<Appended> known = producers.computeIfAbsent(producerId, ignored -> new ArrayDeque<>());
        if (known.isEmpty() || known.peekLast().epoch < producerEpoch) {
            // What comes under an older epoch comes too late.
            known.clear();
            known.add(new Appended(producerEpoch, 0, -1, -1));
        }
    }

    /** Before the first open transaction. */
    long stableOffset() {
        return openSince.values().stream().mapToLong(Long::longValue).min().orElse(endOffset);
    }

    List<FetchResponse.AbortedTransaction> aborted() {
        return List.copyOf(aborted);
    }

    private static ErrorCode checkSequence(BatchView view, Appended last) {
        if (last == null) {
            return view.baseSequence() == 0 ? ErrorCode.NONE : ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER;
        }
        if (view.producerEpoch() < last.epoch) {
            return ErrorCode.INVALID_PRODUCER_EPOCH;
        }
        int expected = view.producerEpoch() > last.epoch ? 0 : last.lastSequence + 1;
        return view.baseSequence() == expected ? ErrorCode.NONE : ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER;
    }

    /**
     * Whole batches from the one with {@code offset} on and before {@code end}, at most about this many bytes but at least
     * one batch.
     */
    ByteBuffer read(long offset, long end, int sizeBytesMax) {
        List<ByteBuffer> chosen = new ArrayList<>();
        int sizeBytes = 0;
        for (ByteBuffer batch : batches) {
            BatchView view = new BatchView().wrap(batch, 0);
            boolean wanted = view.lastOffset() >= offset && view.lastOffset() < end;
            if (wanted && (chosen.isEmpty() || sizeBytes + batch.capacity() <= sizeBytesMax)) {
                chosen.add(batch);
                sizeBytes += batch.capacity();
            } else if (wanted) {
                break;
            }
        }
        ByteBuffer joined = ByteBuffer.allocate(sizeBytes);
        chosen.forEach(batch -> joined.put(batch.duplicate()));
        return joined.flip();
    }

    /** Loses everything from this offset on, as after an unclean election; batches are cut whole. */
    void truncate(long offset) {
        batches.removeIf(batch -> new BatchView().wrap(batch, 0).lastOffset() >= offset);
        endOffset = batches.isEmpty()
                ? 0
                : new BatchView().wrap(batches.get(batches.size() - 1), 0).nextOffset();
        producers.clear();
    }

    /** The end of what leaders up to this epoch wrote. */
    long endOffsetOf(int epoch) {
        long end = 0;
        for (ByteBuffer batch : batches) {
            BatchView view = new BatchView().wrap(batch, 0);
            if (view.leaderEpoch() <= epoch) {
                end = view.nextOffset();
            }
        }
        return end;
    }

    /** Forgets all producers, as if their state had been lost. */
    void forgetProducers() {
        producers.clear();
    }
}
