package dev.naru.replication;

import dev.naru.storage.AbortedTransaction;
import dev.naru.storage.EpochEndOffset;
import dev.naru.storage.Log;
import dev.naru.storage.ReadOutcome.Damaged;
import dev.naru.storage.ReadOutcome.Slice;
import java.io.IOException;
import java.util.List;

/**
 * Reads from a leader's log what a reader may see, if the reader's own history agrees with it.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class PartitionReader {
    private final Log log;

    PartitionReader(Log log) {
        this.log = log;
    }

    ReadOutcome read(ReadRequest request, PartitionOffsets offsets) throws IOException {
        return request.lastFetchedEpoch() < 0 ? readFrom(request, offsets) : readOnFrom(request, offsets);
    }

    /** For a reader that says which epoch its last record has: the two logs may have parted ways before that. */
    private ReadOutcome readOnFrom(ReadRequest request, PartitionOffsets offsets) throws IOException {
        EpochEndOffset end = log.endOffsetForEpoch(request.lastFetchedEpoch());
        if (end.leaderEpoch() < 0 || end.endOffset() < 0) {
            // The log knows nothing of that epoch, so nobody can say where the reader should go on.
            return new ReadOutcome.Refused(Refusal.OFFSET_OUT_OF_RANGE);
        }
        boolean diverges = end.leaderEpoch() < request.lastFetchedEpoch() || end.endOffset() < request.offset();
        return diverges ? new ReadOutcome.Diverged(end, offsets) : readFrom(request, offsets);
    }

    private ReadOutcome readFrom(ReadRequest request, PartitionOffsets offsets) throws IOException {
        long boundOffset = request.bound().offset(offsets, log.logEndOffset());
        dev.naru.storage.ReadOutcome outcome =
                log.read(request.offset(), request.maxBytes(), boundOffset, request.minOneBatch());
        if (outcome instanceof Damaged) {
            // Never "out of range": a reader would skip, without a word, what a replica may still have.
            return new ReadOutcome.Refused(Refusal.DATA_DAMAGED);
        }
        if (!(outcome instanceof Slice slice)) {
            return new ReadOutcome.Refused(Refusal.OFFSET_OUT_OF_RANGE);
        }
        List<AbortedTransaction> aborted =
                request.bound() == ReadBound.LAST_STABLE_OFFSET ? abortedIn(slice, request.offset()) : null;
        return new ReadOutcome.Fetched(slice.records(), offsets, aborted);
    }

    private List<AbortedTransaction> abortedIn(Slice slice, long offset) throws IOException {
        try {
            return log.abortedTransactions(slice, offset);
        } catch (IOException | RuntimeException e) {
            slice.records().release();
            throw e;
        }
    }
}
