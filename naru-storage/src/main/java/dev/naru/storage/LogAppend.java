package dev.naru.storage;

import dev.naru.common.Invariant;
import dev.naru.record.BatchView;
import dev.naru.record.Batches;
import dev.naru.record.EndTransactionMarker;
import dev.naru.record.TimestampType;
import dev.naru.storage.AppendOutcome.Appended;
import dev.naru.storage.AppendOutcome.Corrupt;
import dev.naru.storage.AppendOutcome.LargerThanSegment;
import dev.naru.storage.AppendOutcome.UnexpectedOffset;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * How batches get into a log: everything that can be refused is looked at first, then the batches are written with one
 * call, then what is derived from them follows.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class LogAppend {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final LogState log;
    private final LogRoll roll;
    private final LogFlush flush;
    private final Batches walker = new Batches(NOTHING);

    LogAppend(LogState log, LogRoll roll, LogFlush flush) {
        this.log = log;
        this.roll = roll;
        this.flush = flush;
    }

    AppendOutcome asLeader(ByteBuffer batches, int leaderEpoch, AppendTerms terms) throws IOException {
        int segmentSizeBytesMax = log.config().segment().sizeBytes();
        if (batches.remaining() > segmentSizeBytesMax) {
            return new LargerThanSegment(batches.remaining(), segmentSizeBytesMax);
        }
        long nextOffset = log.logEndOffset();
        walker.reset(batches);
        while (walker.next()) {
            BatchView batch = walker.batch();
            Invariant.check(!terms.isClient() || !batch.isControl(), "a client sends no markers");
            AppendOutcome refusal = log.producers().check(batch, Markers.in(batch), log.logStartOffset(), terms);
            if (refusal != null) {
                walker.reset(NOTHING);
                return refusal;
            }
            batch.stampPlace(nextOffset, leaderEpoch);
            nextOffset = batch.nextOffset();
        }
        Invariant.check(
                walker.wholeBytes() == batches.remaining() && batches.hasRemaining(),
                "a leader appends whole batches, %d of %d bytes are",
                walker.wholeBytes(),
                batches.remaining());
        return append(batches, log.logEndOffset());
    }

    AppendOutcome asFollower(ByteBuffer batches) throws IOException {
        long nextOffset = log.logEndOffset();
        long baseOffset = -1;
        walker.reset(batches);
        while (walker.next()) {
            BatchView batch = walker.batch();
            if (!batch.isCrcValid() || batch.lastOffsetDelta() < 0) {
                return new Corrupt(log.logEndOffset(), "checksum of the batch at " + batch.baseOffset() + " is wrong");
            }
            if (batch.baseOffset() < nextOffset) {
                return new UnexpectedOffset(nextOffset, batch.baseOffset());
            }
            baseOffset = baseOffset < 0 ? batch.baseOffset() : baseOffset;
            nextOffset = batch.nextOffset();
        }
        int wholeBytes = walker.wholeBytes();
        if (wholeBytes == 0 || walker.tail() == Batches.Tail.BROKEN) {
            return new Corrupt(log.logEndOffset(), "there is no batch at byte " + wholeBytes);
        }
        return append(batches.duplicate().limit(batches.position() + wholeBytes), baseOffset);
    }

    private AppendOutcome append(ByteBuffer batches, long baseOffset) throws IOException {
        long lastOffset = -1;
        long maxTimestampMs = BatchView.NO_TIMESTAMP;
        long logAppendTimeMs = BatchView.NO_TIMESTAMP;
        walker.reset(batches);
        while (walker.next()) {
            BatchView batch = walker.batch();
            lastOffset = batch.lastOffset();
            maxTimestampMs = Math.max(maxTimestampMs, batch.maxTimestamp());
            if (batch.timestampType() == TimestampType.LOG_APPEND_TIME) {
                logAppendTimeMs = batch.maxTimestamp();
            }
        }
        if (!log.segments().active().canHold(lastOffset)) {
            roll.beginAt(baseOffset);
        } else if (roll.isDue(batches.remaining(), maxTimestampMs)) {
            roll.beginAt(log.logEndOffset());
        }
        log.segments().active().append(batches, walker);
        takeIn(batches);
        log.onAppended(lastOffset + 1);
        flush.onAppended();
        walker.reset(NOTHING);
        return new Appended(baseOffset, lastOffset, logAppendTimeMs, log.logStartOffset(), batches.remaining());
    }

    private void takeIn(ByteBuffer batches) throws IOException {
        long nowMs = log.nowMs();
        walker.reset(batches);
        while (walker.next()) {
            BatchView batch = walker.batch();
            log.epochs().assign(batch.leaderEpoch(), batch.baseOffset());
            EndTransactionMarker marker = Markers.in(batch);
            CompletedTransaction completed = log.producers().apply(batch, marker, nowMs);
            if (completed != null && completed.isAborted()) {
                log.segments()
                        .active()
                        .transactionIndex()
                        .append(new AbortedTransaction(
                                completed.producerId(),
                                completed.firstOffset(),
                                completed.lastOffset(),
                                log.producers().lastStableOffsetAfter(completed)));
            }
        }
    }
}
