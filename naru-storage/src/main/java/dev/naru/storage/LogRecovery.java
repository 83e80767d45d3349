package dev.naru.storage;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a log whose last user did not stop cleanly. The segment that holds the recovery point and all after it
 * are read from their start; their indexes are made anew; each batch past the recovery point must pass its checksum. The
 * first that does not ends the log: it and everything after it was never forced, and is cut off.
 *
 * <p>Below the recovery point nothing is cut: a batch that cannot be read there was once safe on disk, so the log is
 * reported as damaged and left alone.
 *
 * <p>Threading: confined to one pool thread.
 */
final class LogRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);

    private final LogFolder folder;
    private final LogContext context;
    private final Segments segments;
    private final LeaderEpochs epochs;
    private final LogReplay replay;
    private final long recoveryPoint;

    LogRecovery(
            LogFolder folder,
            LogContext context,
            Segments segments,
            LeaderEpochs epochs,
            LogReplay replay,
            long recoveryPoint) {
        this.folder = folder;
        this.context = context;
        this.segments = segments;
        this.epochs = epochs;
        this.replay = replay;
        this.recoveryPoint = recoveryPoint;
    }

    /** The first segment that {@link #run} reads. */
    int firstSegment() {
        return Math.max(0, segments.floorIndex(recoveryPoint));
    }

    /**
     * Recovers. The producers must be those of the start of {@link #firstSegment}.
     *
     * @param onSegmentStart told the base offset of each further segment when all before it has been taken in
     */
    void run(SegmentStart onSegmentStart) throws IOException, DamagedLogException {
        epochs.truncateFromEnd(recoveryPoint);
        long fromOffset = segments.get(firstSegment()).baseOffset();
        for (int i = firstSegment(); i < segments.count(); i++) {
            Segment segment = segments.get(i);
            if (i > firstSegment()) {
                Segment before = segments.get(i - 1);
                if (segment.baseOffset() != before.nextOffset()) {
                    cut(before, before.sizeBytes(), i, "the next segment begins at " + segment.baseOffset());
                    break;
                }
                before.seal();
                onSegmentStart.accept(segment.baseOffset());
            }
            int fileBytes = segment.sizeBytes();
            String problem = read(segment);
            if (problem != null) {
                cut(segment, fileBytes, i + 1, problem);
                break;
            }
        }
        long endOffset = segments.active().nextOffset();
        if (endOffset < recoveryPoint) {
            throw damaged(endOffset, "the log ends there");
        }
        context.disk().forceDirectory(folder.path());
        LOG.info("log recovered: folder={} from={} end={}", folder, fromOffset, endOffset);
    }

    /** Takes the segment's batches in; answers what is wrong with the first bad one, or null. */
    private @Nullable String read(Segment segment) throws IOException {
        try (BatchScanner scanner = segment.scan(0, BatchScanner.WALK_BUFFER_BYTES)) {
            segment.restart();
            while (scanner.next()) {
                if (scanner.batch().lastOffset() >= recoveryPoint && !scanner.isCrcValid()) {
                    return "checksum is wrong";
                }
                if (!segment.canHold(scanner.batch().lastOffset())) {
                    return "offset " + scanner.batch().lastOffset() + " is too far from the segment's";
                }
                segment.addBatch(scanner.batch(), scanner.position());
                if (scanner.batch().baseOffset() >= recoveryPoint) {
                    epochs.assign(scanner.batch().leaderEpoch(), scanner.batch().baseOffset());
                }
                replay.apply(scanner, segment);
            }
            return scanner.problem();
        }
    }

    /** Ends the log after what {@code segment} has taken in. */
    private void cut(Segment segment, int fileBytes, int firstDropped, String reason)
            throws IOException, DamagedLogException {
        long endOffset = segment.nextOffset();
        if (endOffset < recoveryPoint) {
            throw damaged(endOffset, reason);
        }
        List<Segment> dropped = segments.removeFrom(firstDropped);
        LOG.warn(
                "torn tail cut off: file={} offset={} position={} cutBytes={} droppedSegments={} reason={}",
                segment.file(),
                endOffset,
                segment.sizeBytes(),
                fileBytes - segment.sizeBytes(),
                dropped.size(),
                reason);
        for (Segment each : dropped) {
            each.delete();
        }
        try (OpenFile open = segment.file().hold()) {
            // Forced, or what was cut could come back behind what is appended next.
            open.file().truncate(segment.sizeBytes());
            open.file().force();
        }
    }

    private DamagedLogException damaged(long offset, String reason) {
        return new DamagedLogException(
                "folder=" + folder + " offset=" + offset + " recoveryPoint=" + recoveryPoint + " reason=" + reason);
    }

    /** Told where a segment begins. */
    interface SegmentStart {
        void accept(long baseOffset) throws IOException;
    }
}
