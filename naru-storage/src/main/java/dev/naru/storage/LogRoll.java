package dev.naru.storage;

import java.io.IOException;

/**
 * When the active segment of a log is full, and how the next one is begun: the one before is sealed, and forced to disk in the
 * background.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class LogRoll {
    private final LogState log;
    private final FolderNames names;
    private final LogFlush flush;

    LogRoll(LogState log, FolderNames names, LogFlush flush) {
        this.log = log;
        this.names = names;
        this.flush = flush;
    }

    /** True if so many bytes, whose records have at most this timestamp, belong into the next segment. */
    boolean isDue(int bytes, long maxTimestampMs) throws IOException {
        Segment active = log.segments().active();
        if (active.sizeBytes() == 0) {
            return false;
        }
        SegmentConfig config = log.config().segment();
        return active.sizeBytes() > config.sizeBytes() - bytes
                || ageMs(active, maxTimestampMs) > config.ms() - jitterMs(active)
                || active.indexes().areFull(config.indexSizeBytesMax());
    }

    /** As in Kafka: by the records' own time if they have one, so that replayed old data rolls as it did at first. */
    private long ageMs(Segment active, long maxTimestampMs) {
        return active.firstTimestampMs() >= 0 && maxTimestampMs >= 0
                ? maxTimestampMs - active.firstTimestampMs()
                : log.nowMs() - active.createdMs();
    }

    /** The same for a segment each time it is asked, different between logs. */
    private long jitterMs(Segment active) {
        SegmentConfig config = log.config().segment();
        long bound = Math.min(config.jitterMs(), config.ms());
        if (bound <= 0) {
            return 0;
        }
        long mixed = (log.partition().hashCode() * 31L + active.baseOffset()) * 0x9E3779B97F4A7C15L;
        return Math.floorMod(mixed ^ (mixed >>> 32), bound);
    }

    /** Begins a segment at {@code baseOffset}, unless there is an empty one. */
    void beginAt(long baseOffset) throws IOException {
        Segment active = log.segments().active();
        if (active.sizeBytes() == 0 && active.baseOffset() == baseOffset) {
            return;
        }
        names.requireDurable();
        active.seal();
        log.snapshots().write(baseOffset, log.producers());
        log.segments().add(Segment.create(log.context().files(), log.folder(), baseOffset, log.config(), log.nowMs()));
        log.onSegmentsChanged();
        flush.onRolled(active.baseOffset());
        flush.flush(baseOffset, () -> {}, failure -> {});
    }
}
