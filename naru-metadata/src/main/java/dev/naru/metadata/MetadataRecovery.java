package dev.naru.metadata;

import dev.naru.common.file.Disk;
import dev.naru.common.file.DiskFile;
import dev.naru.record.BatchView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what is in the folder of a metadata log, and makes it ready to go on.
 *
 * <p>An append is forced before the next one begins, so a crash can leave at most one broken batch, at the very end, which
 * nobody was told of: it is cut off, and the bytes kept in a file beside the log. Anything else that cannot be read, a broken
 * batch with a good one behind it, a gap, a missing file, is damage. Then opening fails with what is wrong, and every byte
 * stays where it is.
 *
 * <p>Threading: confined to whoever opens the log; blocks.
 */
final class MetadataRecovery {
    private static final Logger LOGGER = LoggerFactory.getLogger(MetadataRecovery.class);

    private final Disk disk;
    private final Path directory;
    private final TreeMap<Long, Path> logs = new TreeMap<>();
    private final TreeMap<Long, Path> snapshots = new TreeMap<>();
    private @Nullable LogPosition snapshot;
    private LogPosition end = LogPosition.START;

    MetadataRecovery(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** What there is: the newest snapshot, the log files from there on by their first offset, and where they end. */
    record Found(@Nullable LogPosition snapshot, TreeMap<Long, Path> logs, LogPosition end) {
        Path activeLog() {
            return logs.lastEntry().getValue();
        }
    }

    /** Recovers; afterwards there is at least one log file, and the last one ends with a whole batch. */
    Found recover() throws IOException {
        disk.createDirectories(directory);
        list();
        if (!snapshots.isEmpty()) {
            snapshot = MetadataFileName.positionOf(snapshots.lastEntry().getValue());
        }
        long start = snapshot == null ? 0 : snapshot.endOffset();
        if (logs.isEmpty() && snapshot == null) {
            create(start);
        }
        Long first = logs.floorKey(start);
        if (first == null) {
            throw new MetadataException("the metadata log in " + directory + " lacks " + MetadataFileName.ofLog(start)
                    + " or an earlier file; restore it from a backup");
        }
        end = new LogPosition(first, 0);
        for (Map.Entry<Long, Path> log : logs.tailMap(first).entrySet()) {
            walk(log.getKey(), log.getValue(), log.getKey().equals(logs.lastKey()));
        }
        if (end.endOffset() < start) {
            throw new MetadataException("the metadata log in " + directory + " ends at offset " + end.endOffset()
                    + ", before its snapshot, which reaches up to " + start + "; restore it from a backup");
        }
        if (snapshot != null && end.endOffset() == start) {
            end = new LogPosition(start, Math.max(end.epoch(), snapshot.epoch()));
        }
        return new Found(snapshot, new TreeMap<>(logs.tailMap(first)), end);
    }

    private void list() throws IOException {
        for (Path path : disk.list(directory)) {
            Long baseOffset = MetadataFileName.baseOffsetOf(path);
            LogPosition position = MetadataFileName.positionOf(path);
            if (baseOffset != null) {
                logs.put(baseOffset, path);
            } else if (position != null) {
                snapshots.put(position.endOffset(), path);
            } else if (MetadataFileName.isUnfinished(path)) {
                // A snapshot that was being written when the process ended; the log still has everything.
                disk.deleteIfExists(path);
            }
        }
    }

    private void create(long baseOffset) throws IOException {
        Path path = directory.resolve(MetadataFileName.ofLog(baseOffset));
        disk.openOrCreate(path).close();
        disk.forceDirectory(directory);
        Path parent = directory.getParent();
        if (parent != null) {
            disk.forceDirectory(parent);
        }
        logs.put(baseOffset, path);
    }

    private void walk(long baseOffset, Path path, boolean isLast) throws IOException {
        if (baseOffset != end.endOffset()) {
            throw new MetadataException("the metadata log in " + directory + " has a gap: after offset "
                    + end.endOffset() + " comes " + path.getFileName() + "; restore what is missing from a backup");
        }
        try (DiskFile file = disk.open(path)) {
            MetadataFileReader reader = new MetadataFileReader(file);
            for (BatchView batch = reader.next(); batch != null; batch = reader.next()) {
                if (batch.baseOffset() != end.endOffset() || batch.leaderEpoch() < end.epoch()) {
                    throw damaged(
                            path,
                            "a batch of offset " + batch.baseOffset() + " and epoch " + batch.leaderEpoch()
                                    + " follows on offset " + end.endOffset() + " and epoch " + end.epoch());
                }
                end = new LogPosition(batch.nextOffset(), batch.leaderEpoch());
            }
            if (!reader.isAtEnd()) {
                if (!isLast || isFollowedByABatch(file, reader.endPosition())) {
                    throw damaged(path, "after " + reader.endPosition() + " bytes comes something that is no batch");
                }
                cut(path, file, reader.endPosition());
            }
        }
    }

    /** True if somewhere behind {@code position} there is a whole and valid batch: then this is no torn end. */
    private boolean isFollowedByABatch(DiskFile file, long position) throws IOException {
        long countBytes = file.sizeBytes() - position;
        if (countBytes > MetadataLog.BATCH_SIZE_BYTES_MAX + BatchView.HEADER_SIZE_BYTES) {
            return true;
        }
        ByteBuffer tail = ByteBuffer.allocate((int) countBytes);
        file.read(tail, position);
        tail.flip();
        BatchView batch = new BatchView();
        for (int index = 1; index <= tail.limit() - BatchView.HEADER_SIZE_BYTES; index++) {
            batch.wrap(tail, index);
            if (MetadataFileReader.hasPlausibleHeader(batch)
                    && batch.sizeBytes() <= tail.limit() - index
                    && batch.baseOffset() > end.endOffset()
                    && batch.isCrcValid()) {
                return true;
            }
        }
        return false;
    }

    private void cut(Path path, DiskFile file, long position) throws IOException {
        int countBytes = (int) (file.sizeBytes() - position);
        ByteBuffer tail = ByteBuffer.allocate(countBytes);
        file.read(tail, position);
        Path kept = path.resolveSibling(path.getFileName() + "." + position + MetadataFileName.CUT);
        try (DiskFile keptFile = disk.openOrCreate(kept)) {
            keptFile.truncate(0);
            keptFile.write(tail.flip(), 0);
            keptFile.force();
        }
        disk.forceDirectory(directory);
        file.truncate(position);
        file.force();
        LOGGER.warn(
                "metadata log had a torn end file={} position={} cutBytes={} kept={}",
                path,
                position,
                countBytes,
                kept);
    }

    private static MetadataException damaged(Path path, String what) {
        return new MetadataException(
                "the metadata log file " + path + " is damaged: " + what + "; restore it from a backup");
    }
}
