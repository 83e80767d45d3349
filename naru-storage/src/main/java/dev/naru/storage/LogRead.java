package dev.naru.storage;

import dev.naru.common.BufferPayload;
import dev.naru.record.FileSlice;
import dev.naru.storage.ReadOutcome.Damaged;
import dev.naru.storage.ReadOutcome.OutOfRange;
import dev.naru.storage.ReadOutcome.Slice;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the stretch of a segment's file that answers a read. The batches themselves are not looked at, but for the headers
 * on the way.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class LogRead {
    private static final Logger LOG = LoggerFactory.getLogger(LogRead.class);

    private final LogState log;
    private boolean damageReported;

    LogRead(LogState log) {
        this.log = log;
    }

    /** As {@link Log#read}. */
    ReadOutcome from(long offset, int maxBytes, long upperBoundOffset, boolean minOneBatch) throws IOException {
        if (offset < log.logStartOffset() || offset > log.logEndOffset()) {
            return new OutOfRange(offset, log.logStartOffset(), log.logEndOffset());
        }
        if (offset >= Math.min(upperBoundOffset, log.logEndOffset())) {
            return nothing();
        }
        Segments segments = log.segments();
        try {
            for (int i = segments.floorIndex(offset); i < segments.count(); i++) {
                BatchPosition first = segments.get(i).find(offset);
                if (first != null) {
                    return slice(segments.get(i), first, maxBytes, upperBoundOffset, minOneBatch);
                }
            }
            return nothing();
        } catch (DamagedLogException e) {
            report(e);
            return new Damaged(offset, String.valueOf(e.getMessage()));
        }
    }

    private ReadOutcome slice(
            Segment segment, BatchPosition first, int maxBytes, long upperBoundOffset, boolean minOneBatch)
            throws IOException, DamagedLogException {
        int end = segment.sizeBytes();
        if (upperBoundOffset < segment.nextOffset()) {
            BatchPosition bound = segment.find(upperBoundOffset);
            end = bound == null ? end : bound.position();
        }
        int bytes = Math.min(maxBytes, end - first.position());
        if (bytes < first.sizeBytes()) {
            bytes = minOneBatch ? Math.min(first.sizeBytes(), end - first.position()) : 0;
        }
        if (bytes <= 0) {
            return nothing();
        }
        OpenFile open = segment.file().hold();
        boolean cold = !log.isLatelyWritten(segment, first.position());
        FileSlice records = new FileSlice(open.file(), first.position(), bytes, cold, open::close);
        return new Slice(records, segment.baseOffset(), first.position());
    }

    /** As {@link Log#abortedTransactions}: no more of them than the slice needs, however many the log has. */
    List<AbortedTransaction> abortedTransactions(Slice slice, long fromOffset) throws IOException {
        Segments segments = log.segments();
        if (slice.records().sizeBytes() == 0 || !segments.hasAbortedTransactions(fromOffset)) {
            return List.of();
        }
        Segment segment = segments.get(segments.floorIndex(slice.segmentBaseOffset()));
        int end = Math.toIntExact(slice.position() + slice.records().sizeBytes());
        return segments.abortedTransactions(fromOffset, segment.offsetBeyond(end));
    }

    private ReadOutcome nothing() {
        Segment active = log.segments().active();
        return new Slice(BufferPayload.EMPTY, active.baseOffset(), active.sizeBytes());
    }

    /** Says once for this log that it is damaged. */
    void report(DamagedLogException e) {
        if (!damageReported) {
            damageReported = true;
            LOG.error("log is damaged: partition={} {}", log.partition(), e.getMessage());
        }
    }
}
