package dev.naru.replication;

import dev.naru.storage.Log;
import dev.naru.storage.LogManager;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the oldest records of a partition, as a client asks for: all before an offset. They are gone for readers at
 * once and for good before the answer is given; the files follow when a whole segment is.
 *
 * <p>Threading: used on the partition's loop.
 *
 * @param beforeOffset the first offset to keep, or {@link #UP_TO_HIGH_WATERMARK}
 */
public record RecordDeletion(long beforeOffset) {
    /** All that consumers can see. */
    public static final long UP_TO_HIGH_WATERMARK = -1;

    /** Does it; {@code answer} is called on the partition's loop, now or later. */
    public void run(Partition partition, LogManager logs, Consumer<DeletionOutcome> answer) {
        partition.loop().checkCurrent();
        Refusal refusal = refusal(partition);
        if (refusal != null) {
            answer.accept(new DeletionOutcome.Refused(refusal));
            return;
        }
        Log log = partition.log();
        logs.deleteRecordsBefore(
                log,
                offset(partition),
                () -> answer.accept(new DeletionOutcome.Deleted(log.logStartOffset())),
                cause -> answer.accept(new DeletionOutcome.Refused(
                        cause instanceof IOException ? partition.goOffline(cause) : Refusal.STORAGE_FAILED)));
    }

    private @Nullable Refusal refusal(Partition partition) {
        Refusal refusal = partition.refusal(-1);
        if (refusal != null) {
            return refusal;
        }
        if (!partition.config().log().retention().enabled()) {
            return Refusal.DELETION_NOT_ALLOWED;
        }
        long offset = offset(partition);
        boolean inRange = offset >= 0 && offset <= partition.offsets().highWatermark();
        return inRange ? null : Refusal.OFFSET_OUT_OF_RANGE;
    }

    private long offset(Partition partition) {
        return beforeOffset == UP_TO_HIGH_WATERMARK ? partition.offsets().highWatermark() : beforeOffset;
    }
}
