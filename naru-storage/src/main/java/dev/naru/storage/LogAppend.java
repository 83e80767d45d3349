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

    private final Log log;
    private final Batches walker = new Batches(NOTHING);

    LogAppend(Log log) {
        this.log = log;
    }

    AppendOutcome asLeader(ByteBuffer batches, int leaderEpoch, AppendTerms terms) throws IOException {
        if (batches.remaining() > log.config().segmentSizeBytes()) {
            return new LargerThanSegment(batches.remaining(), log.config().segmentSizeBytes());
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
        Segment active = log.segments().active();
        if (!active.canHold(lastOffset)) {
            log.roll(baseOffset);
        } else if (isFull(active, batches.remaining(), maxTimestampMs)) {
            log.roll(log.logEndOffset());
        }
        log.segments().active().append(batches, walker);
        takeIn(batches);
        log.onAppended(lastOffset + 1);
        walker.reset(NOTHING);
        return new Appended(baseOffset, lastOffset, logAppendTimeMs, log.logStartOffset(), batches.remaining());
    }

    private boolean isFull(Segment active, int bytes, long maxTimestampMs) throws IOException {
        if (active.sizeBytes() == 0) {
            return false;
        }
        LogConfig config = log.config();
        return active.sizeBytes() > config.segmentSizeBytes() - bytes
                || ageMs(active, maxTimestampMs) > config.segmentMs() - jitterMs(active)
                || active.offsetIndex().entries().sizeBytes() + OffsetIndex.ENTRY_SIZE_BYTES
                        > config.indexSizeBytesMax()
                || active.timeIndex().entries().sizeBytes() + TimeIndex.ENTRY_SIZE_BYTES > config.indexSizeBytesMax();
    }

    /** As in Kafka: by the records' own time if they have one, so that replayed old data rolls as it did at first. */
    private long ageMs(Segment active, long maxTimestampMs) {
        return active.firstTimestampMs() >= 0 && maxTimestampMs >= 0
                ? maxTimestampMs - active.firstTimestampMs()
                : log.loop().clock().wallMs() - active.createdMs();
    }

    /** The same for a segment each time it is asked, different between logs. */
    private long jitterMs(Segment active) {
        long bound = Math.min(log.config().segmentJitterMs(), log.config().segmentMs());
        if (bound <= 0) {
            return 0;
        }
        long mixed = (log.partition().hashCode() * 31L + active.baseOffset()) * 0x9E3779B97F4A7C15L;
        return Math.floorMod(mixed ^ (mixed >>> 32), bound);
    }

    private void takeIn(ByteBuffer batches) throws IOException {
        long nowMs = log.loop().clock().wallMs();
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
