package dev.naru.replication;

import dev.naru.storage.DamagedLogException;
import dev.naru.storage.Log;
import dev.naru.storage.TimestampOffset;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A question for one offset of a partition: its ends, or the record of a time. The ends are answered at once; a search by
 * time reads an index, and perhaps a segment, so it goes through the I/O pool.
 *
 * @param kind what is asked for
 * @param timestampMs the time, for {@link Kind#BY_TIME}
 * @param currentLeaderEpoch the leader epoch the asker knows, or -1
 * @param bound how far the asker may see
 */
public record OffsetQuery(Kind kind, long timestampMs, int currentLeaderEpoch, ReadBound bound) {
    private static final Logger LOGGER = LoggerFactory.getLogger(OffsetQuery.class);

    /** What is asked for. */
    public enum Kind {
        /** The first offset there is. */
        EARLIEST,
        /** The offset after the last one the asker may see. */
        LATEST,
        /** The record with the largest timestamp. */
        MAX_TIMESTAMP,
        /** The first record of this time or later. */
        BY_TIME,
        /** The first or last record that only remote storage has; there is no remote storage. */
        REMOTE
    }

    /** Asks, on the partition's loop; {@code answer} is called there, now or later. */
    public void ask(Partition partition, Consumer<OffsetOutcome> answer) {
        partition.loop().checkCurrent();
        Refusal refusal = partition.refusal(currentLeaderEpoch);
        if (refusal != null) {
            answer.accept(new OffsetOutcome.Refused(refusal));
            return;
        }
        Log log = partition.log();
        long boundOffset = bound.offset(partition.offsets(), log.logEndOffset());
        switch (kind) {
            case EARLIEST -> answer.accept(earliest(log));
            case LATEST -> answer.accept(new OffsetOutcome.Found(-1, boundOffset, partition.leaderEpoch()));
            case REMOTE -> answer.accept(new OffsetOutcome.None());
            case MAX_TIMESTAMP ->
                log.findMaxTimestamp(found -> answer.accept(below(boundOffset, found)), failed(partition, answer));
            case BY_TIME ->
                log.findByTimestamp(
                        timestampMs, found -> answer.accept(below(boundOffset, found)), failed(partition, answer));
        }
    }

    private static OffsetOutcome earliest(Log log) {
        long offset = log.logStartOffset();
        return new OffsetOutcome.Found(-1, offset, log.leaderEpochOf(offset));
    }

    /** What the asker may not see yet is not there for it. */
    private static OffsetOutcome below(long boundOffset, @Nullable TimestampOffset found) {
        return found == null || found.offset() >= boundOffset
                ? new OffsetOutcome.None()
                : new OffsetOutcome.Found(found.timestampMs(), found.offset(), found.leaderEpoch());
    }

    private static Consumer<Throwable> failed(Partition partition, Consumer<OffsetOutcome> answer) {
        return cause -> answer.accept(new OffsetOutcome.Refused(refusal(partition, cause)));
    }

    /** Only a failure of the disk ends the partition: a search refused by a busy pool, or one damaged batch, does not. */
    private static Refusal refusal(Partition partition, Throwable cause) {
        if (cause instanceof DamagedLogException) {
            LOGGER.error("log is damaged partition={} {}", partition.id(), cause.getMessage());
            return Refusal.DATA_DAMAGED;
        }
        return cause instanceof IOException ? partition.goOffline(cause) : Refusal.STORAGE_FAILED;
    }
}
