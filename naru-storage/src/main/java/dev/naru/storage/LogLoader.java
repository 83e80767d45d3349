package dev.naru.storage;

import dev.naru.common.file.Disk;
import dev.naru.storage.CheckpointText.MalformedCheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a partition's folder back to memory. After a clean stop only the end of the active segment is looked at, after
 * any other {@link LogRecovery} does its work.
 *
 * <p>Threading: confined to one pool thread.
 */
final class LogLoader {
    private static final Logger LOG = LoggerFactory.getLogger(LogLoader.class);

    private final LogContext context;
    private final LogFolder folder;
    private final LogConfig config;
    private final long nowMs;
    private final ProducerStates producers = new ProducerStates();
    private final ProducerSnapshots snapshots;
    private final Segments segments = new Segments();
    private final LogReplay replay;

    LogLoader(LogContext context, LogFolder folder, LogConfig config, long nowMs) {
        this.context = context;
        this.folder = folder;
        this.config = config;
        this.nowMs = nowMs;
        this.snapshots = new ProducerSnapshots(context.disk(), folder);
        this.replay = new LogReplay(segments, producers, nowMs);
    }

    /** What a new log has. */
    LogContents create(long startOffset) throws IOException {
        segments.add(Segment.create(context.files(), folder, startOffset, config, nowMs));
        return new LogContents(segments, new LeaderEpochs(), producers, startOffset, startOffset, true);
    }

    /**
     * Loads what is there.
     *
     * @param wasStopped the directory was stopped cleanly
     * @param recoveryPoint all below it was forced
     * @param logStartOffset what was before it has been deleted
     * @throws DamagedLogException if what was forced cannot be read; nothing has been cut then
     */
    LogContents load(boolean wasStopped, long recoveryPoint, long logStartOffset)
            throws IOException, DamagedLogException {
        FolderListing files = FolderListing.read(context.disk(), folder);
        if (files.logs().isEmpty()) {
            if (recoveryPoint > logStartOffset) {
                throw new DamagedLogException(
                        "folder=" + folder + " recoveryPoint=" + recoveryPoint + " reason=there is no segment");
            }
            return create(logStartOffset);
        }
        deleteBeforeStart(files, logStartOffset);
        openSegments(files);
        LeaderEpochs epochs = readEpochs(recoveryPoint);
        boolean resumed = wasStopped && resume(files, recoveryPoint);
        if (!resumed) {
            recover(files, epochs, recoveryPoint);
        }
        long endOffset = segments.active().nextOffset();
        if (endOffset < logStartOffset) {
            return restartAt(logStartOffset, endOffset);
        }
        long startOffset = Math.max(logStartOffset, segments.first().baseOffset());
        epochs.truncateFromEnd(endOffset);
        epochs.truncateFromStart(startOffset);
        deleteStraySnapshots(files.snapshots(), endOffset);
        return new LogContents(segments, epochs, producers, startOffset, Math.min(recoveryPoint, endOffset), !resumed);
    }

    /**
     * Segments that were dropped, and came back: a power cut may undo any of their renames, and leave holes between them. The
     * log start offset was made durable before they went, so it tells.
     */
    private void deleteBeforeStart(FolderListing files, long logStartOffset) throws IOException {
        while (files.logs().size() > 1 && files.logs().get(1) <= logStartOffset) {
            long baseOffset = files.logs().remove(0);
            LOG.info("segment before the log start deleted: folder={} baseOffset={}", folder, baseOffset);
            for (FileKind kind : FileKind.values()) {
                context.disk().deleteIfExists(folder.file(kind, baseOffset));
            }
            files.snapshots().remove(baseOffset);
        }
    }

    private void openSegments(FolderListing files) throws IOException, DamagedLogException {
        Disk disk = context.disk();
        for (int i = 0; i < files.logs().size(); i++) {
            long baseOffset = files.logs().get(i);
            boolean isLast = i == files.logs().size() - 1;
            long sizeBytes = disk.sizeBytes(folder.file(FileKind.LOG, baseOffset));
            if (sizeBytes > Integer.MAX_VALUE) {
                throw new DamagedLogException("file=" + folder.file(FileKind.LOG, baseOffset) + " sizeBytes="
                        + sizeBytes + " reason=larger than a segment can be");
            }
            long nextOffset = isLast ? baseOffset : files.logs().get(i + 1);
            Segment segment =
                    Segment.open(context.files(), folder, baseOffset, (int) sizeBytes, nextOffset, config, nowMs);
            segments.add(segment);
        }
    }

    /** Makes the indexes of the first {@code count} segments anew where there are none. */
    private void rebuildMissing(FolderListing files, int count) throws IOException, DamagedLogException {
        for (int i = 0; i < count; i++) {
            Segment segment = segments.get(i);
            if (segment.sizeBytes() > 0 && !files.indexed().contains(segment.baseOffset())) {
                segment.indexes().rebuild("missing");
            }
        }
    }

    private LeaderEpochs readEpochs(long recoveryPoint) throws IOException, DamagedLogException {
        Path path = folder.file(LeaderEpochs.FILE_NAME);
        if (context.disk().exists(path)) {
            try {
                return LeaderEpochs.decode(WholeFile.read(context.disk(), path));
            } catch (MalformedCheckpointException e) {
                LOG.warn("leader epochs unreadable, reading the log for them: file={} reason={}", path, e.getMessage());
            }
        }
        LeaderEpochs epochs = new LeaderEpochs();
        replay.epochs(epochs, recoveryPoint);
        return epochs;
    }

    /** Goes on after a clean stop; false if it was none for this log. */
    private boolean resume(FolderListing files, long recoveryPoint) throws IOException {
        try {
            rebuildMissing(files, segments.count() - 1);
            segments.active().becomeActive();
            long endOffset = segments.active().nextOffset();
            if (endOffset != recoveryPoint) {
                return false;
            }
            restoreProducers(files.snapshots(), endOffset);
            return true;
        } catch (DamagedLogException e) {
            LOG.warn("log was not stopped cleanly: {}", e.getMessage());
            return false;
        }
    }

    private void recover(FolderListing files, LeaderEpochs epochs, long recoveryPoint)
            throws IOException, DamagedLogException {
        LogRecovery recovery = new LogRecovery(folder, context, segments, epochs, replay, recoveryPoint);
        rebuildMissing(files, recovery.firstSegment());
        restoreProducers(
                files.snapshots(), segments.get(recovery.firstSegment()).baseOffset());
        recovery.run(baseOffset -> snapshots.write(baseOffset, producers));
    }

    private void restoreProducers(List<Long> snapshotOffsets, long offset) throws IOException, DamagedLogException {
        long restored = snapshots.restoreNewest(snapshotOffsets, offset, producers, nowMs);
        if (restored > 0) {
            replay.refillBatches(restored);
        }
        replay.producers(Math.max(restored, 0), offset);
    }

    /** All that is left lies before the start: its deletion was acknowledged, the tail after it was not forced. */
    private LogContents restartAt(long logStartOffset, long endOffset) throws IOException {
        LOG.warn("log ends before its start, begun anew: folder={} end={} start={}", folder, endOffset, logStartOffset);
        for (Segment segment : segments.removeFrom(0)) {
            segment.delete();
        }
        producers.clear();
        LogContents contents = create(logStartOffset);
        context.disk().forceDirectory(folder.path());
        return contents;
    }

    /** Keeps the snapshots at the beginning of a segment, and the newest. */
    private void deleteStraySnapshots(List<Long> offsets, long endOffset) throws IOException {
        boolean deletedBeyondEnd = false;
        for (int i = 0; i < offsets.size(); i++) {
            long offset = offsets.get(i);
            boolean isBeyondEnd = offset > endOffset;
            boolean isNewest = i == offsets.size() - 1 || offsets.get(i + 1) > endOffset;
            int floor = segments.floorIndex(offset);
            boolean isAtSegment = floor >= 0 && segments.get(floor).baseOffset() == offset;
            if (isBeyondEnd || !(isNewest || isAtSegment)) {
                snapshots.delete(offset);
                deletedBeyondEnd |= isBeyondEnd;
            }
        }
        if (deletedBeyondEnd) {
            // It speaks of batches that are gone; it must not come back once others are in their place.
            context.disk().forceDirectory(folder.path());
        }
    }
}
