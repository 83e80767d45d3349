package dev.naru.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the oldest segments of a log: those before the log's start, those older than {@code retention.ms}, and as many as
 * it takes to get below {@code retention.bytes}. Their files are renamed now and deleted after {@code
 * file.delete.delay.ms}, both on the I/O pool.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class LogRetention {
    private static final Logger LOG = LoggerFactory.getLogger(LogRetention.class);

    private final LogState log;
    private final LogRoll roll;
    private final Checkpoints checkpoints;

    LogRetention(LogState log, LogRoll roll, Checkpoints checkpoints) {
        this.log = log;
        this.roll = roll;
        this.checkpoints = checkpoints;
    }

    /** Runs once; nothing at or beyond the high watermark is dropped. */
    void run() throws IOException, DamagedLogException {
        RetentionConfig config = log.config().retention();
        Segments segments = log.segments();
        long excessBytes = config.sizeBytes() < 0 ? 0 : log.sizeBytes() - config.sizeBytes();
        int dropped = 0;
        String reason = "";
        while (dropped < segments.count()) {
            Segment segment = segments.get(dropped);
            boolean isActive = dropped == segments.count() - 1;
            if (segment.nextOffset() > log.highWatermark() || (isActive && segment.sizeBytes() == 0)) {
                break;
            }
            boolean isBeforeStart = !isActive && segment.nextOffset() <= log.logStartOffset();
            boolean isOld = config.enabled() && isOld(segment, config.ms());
            boolean isTooMuch = config.enabled() && !isActive && excessBytes >= segment.sizeBytes();
            if (!isBeforeStart && !isOld && !isTooMuch) {
                break;
            }
            reason = isBeforeStart ? "log start" : isOld ? "retention.ms" : "retention.bytes";
            excessBytes -= segment.sizeBytes();
            dropped++;
        }
        if (dropped > 0) {
            drop(dropped, reason);
        }
    }

    private boolean isOld(Segment segment, long retentionMs) throws IOException, DamagedLogException {
        if (retentionMs < 0) {
            return false;
        }
        long maxTimestampMs = segment.maxTimestampMs();
        return maxTimestampMs >= 0 && log.nowMs() - maxTimestampMs > retentionMs;
    }

    private void drop(int count, String reason) throws IOException {
        if (count == log.segments().count()) {
            roll.beginAt(log.logEndOffset());
        }
        Segments segments = log.segments();
        long newStart = Math.max(log.logStartOffset(), segments.get(count).baseOffset());
        log.moveStartTo(newStart);
        List<Segment> dropped = segments.removeFirst(count);
        log.onSegmentsChanged();
        LOG.info(
                "segments dropped: partition={} count={} logStartOffset={} reason={}",
                log.partition(),
                count,
                newStart,
                reason);
        // The new start first: a crash may bring some of the files back, and the loader must know them for what they
        // are.
        checkpoints.write(
                log.directory(),
                log.loop(),
                () -> delete(dropped),
                failure -> LOG.warn("dropped files are kept", failure));
    }

    /** Renames the files of segments the log no longer has, then deletes them after a while. */
    private void delete(List<Segment> segments) {
        long delayMs = log.config().retention().fileDeleteDelayMs();
        log.submit(
                () -> rename(segments), renamed -> log.loop().schedule(delayMs, () -> deleteNow(renamed)), log::fail);
    }

    private List<Path> rename(List<Segment> segments) throws IOException {
        List<Path> renamed = new ArrayList<>();
        for (Segment segment : segments) {
            List<LogFile> files = new ArrayList<>(segment.files());
            files.add(new LogFile(log.context().files(), log.folder(), segment.baseOffset(), FileKind.SNAPSHOT));
            for (LogFile file : files) {
                file.markDeleted();
                renamed.add(file.deletedPath());
            }
        }
        return renamed;
    }

    private void deleteNow(List<Path> paths) {
        log.submit(
                () -> {
                    for (Path path : paths) {
                        log.context().disk().deleteIfExists(path);
                    }
                    return paths;
                },
                ignored -> {},
                failure -> LOG.warn("dropped files could not be deleted: reason={}", failure.toString()));
    }
}
