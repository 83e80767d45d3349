package dev.naru.broker.api;

import dev.naru.common.BufferPayload;
import dev.naru.common.Payload;
import dev.naru.protocol.ErrorCode;
import dev.naru.replication.Partition;
import dev.naru.replication.PartitionOffsets;
import dev.naru.replication.ReadOutcome;
import dev.naru.storage.AbortedTransaction;
import dev.naru.storage.EpochEndOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One partition of a fetch request while it is under way: where to read, and what the last read found.
 *
 * <p>Threading: handed from the request's loop to the partition's and back, never shared.
 */
final class FetchPart {
    private static final PartitionOffsets UNKNOWN_OFFSETS = new PartitionOffsets(-1, -1, -1);

    final FetchTarget target;

    /** Null if there is no such partition here; then {@link #error} says why. */
    final @Nullable Partition partition;

    private ErrorCode error;
    private PartitionOffsets offsets = UNKNOWN_OFFSETS;
    private Payload records = BufferPayload.EMPTY;
    private @Nullable List<AbortedTransaction> aborted;
    private @Nullable EpochEndOffset divergence;

    private FetchPart(FetchTarget target, @Nullable Partition partition, ErrorCode error) {
        this.target = target;
        this.partition = partition;
        this.error = error;
    }

    static FetchPart of(FetchTarget target, Partition partition) {
        return new FetchPart(target, partition, ErrorCode.NONE);
    }

    /** There is nothing to read, whatever happens while the request waits. */
    static FetchPart failed(FetchTarget target, ErrorCode error) {
        FetchPart part = new FetchPart(target, null, error);
        part.aborted = List.of();
        return part;
    }

    /** Takes over what a read found; what the read before found is let go. */
    void onRead(ReadOutcome outcome) {
        records.release();
        records = BufferPayload.EMPTY;
        aborted = null;
        divergence = null;
        if (outcome instanceof ReadOutcome.Fetched fetched) {
            error = ErrorCode.NONE;
            offsets = fetched.offsets();
            records = fetched.records();
            aborted = fetched.aborted();
        } else if (outcome instanceof ReadOutcome.Diverged diverged) {
            error = ErrorCode.NONE;
            offsets = diverged.offsets();
            divergence = diverged.epoch();
        } else if (outcome instanceof ReadOutcome.Refused refused) {
            error = ErrorCodes.of(refused.reason());
            offsets = UNKNOWN_OFFSETS;
        }
    }

    /** The records were left out of the response. */
    void release() {
        records.release();
        records = BufferPayload.EMPTY;
    }

    /** True if the client has to hear of it at once, and waiting for data is over. */
    boolean endsWait() {
        return partition != null && (error != ErrorCode.NONE || divergence != null);
    }

    ErrorCode error() {
        return error;
    }

    PartitionOffsets offsets() {
        return offsets;
    }

    Payload records() {
        return records;
    }

    @Nullable
    List<AbortedTransaction> aborted() {
        return aborted;
    }

    @Nullable
    EpochEndOffset divergence() {
        return divergence;
    }
}
