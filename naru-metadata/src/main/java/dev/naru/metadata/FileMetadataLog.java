package dev.naru.metadata;

import dev.naru.common.Invariant;
import dev.naru.common.file.Disk;
import dev.naru.common.file.DiskFile;
import dev.naru.common.runtime.EventLoop;
import dev.naru.common.runtime.IoPool;
import dev.naru.protocol.PersistedRecord;
import dev.naru.record.BatchView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metadata log of a node by itself, in files of Kafka's own formats (DATA_ON_DISK.md): {@code <offset>.log} files of
 * record batches, and {@code <offset>-<epoch>.checkpoint} snapshots. A batch is forced to disk before it is answered.
 *
 * <p>For a snapshot the log first goes on in a new file; the snapshot is written meanwhile; then the older files go. After a
 * write or a force that failed the log takes nothing more: what is on disk is not known until it is opened again.
 *
 * <p>Threading: confined to its loop; files are touched on the I/O pool, by one step at a time, which reads the fields but
 * leaves changing them to the loop. Only the writing of a snapshot goes on beside other steps, in a file of its own.
 */
public final class FileMetadataLog implements MetadataLog {
    /** The folder's usual name within a log directory. */
    public static final String FOLDER = "metadata";

    private static final Logger LOGGER = LoggerFactory.getLogger(FileMetadataLog.class);
    private static final long SNAPSHOT_DUE_SIZE_BYTES = 8 << 20;

    private final Disk disk;
    private final Path directory;
    private final EventLoop loop;
    private final IoPool ioPool;
    private final String clusterId;
    private final MetadataRecovery.Found found;
    private final Queue<Runnable> steps = new ArrayDeque<>();
    private boolean stepIsRunning;
    private boolean snapshotIsRunning;
    private @Nullable Exception failure;
    /** Runs when it is closed; null until somebody asks for that, and once it has run. */
    private @Nullable Runnable closed;

    private @Nullable MetadataReader reader;
    private DiskFile active;
    private long activeSizeBytes;
    private LogPosition end;
    private long bytesSinceSnapshot;

    /** What the log runs on. */
    public record Ports(Disk disk, EventLoop loop, IoPool ioPool) {}

    private FileMetadataLog(Ports ports, Path directory, String clusterId, MetadataRecovery.Found found)
            throws IOException {
        this.disk = ports.disk;
        this.loop = ports.loop;
        this.ioPool = ports.ioPool;
        this.directory = directory;
        this.clusterId = clusterId;
        this.found = found;
        this.end = found.end();
        this.active = disk.open(found.activeLog());
        this.activeSizeBytes = active.sizeBytes();
        for (Path log : found.logs().values()) {
            this.bytesSinceSnapshot += disk.sizeBytes(log);
        }
    }

    /**
     * Opens the log in {@code directory}, making an empty one if there is none. Blocks; may be called from any thread.
     *
     * @throws MetadataException if what is there is damaged; nothing is changed then
     */
    public static FileMetadataLog open(Ports ports, Path directory, String clusterId) throws IOException {
        MetadataRecovery.Found found = new MetadataRecovery(ports.disk, directory).recover();
        return new FileMetadataLog(ports, directory, clusterId, found);
    }

    @Override
    public String clusterId() {
        return clusterId;
    }

    @Override
    public void follow(MetadataReader newReader) {
        loop.checkCurrent();
        Invariant.check(reader == null, "a metadata log has one reader");
        reader = newReader;
        step(
                this::readAll,
                contents -> {
                    LogPosition snapshot = found.snapshot();
                    if (snapshot != null) {
                        newReader.onSnapshot(contents.snapshot, snapshot);
                    }
                    contents.batches.forEach(newReader::onBatch);
                    newReader.onCaughtUp();
                },
                newReader::onReadFailed);
    }

    @Override
    public void append(long expectedOffset, int epoch, List<PersistedRecord> records, Consumer<AppendOutcome> done) {
        loop.checkCurrent();
        Invariant.check(!records.isEmpty(), "an append has records");
        MetadataBatch batch = new MetadataBatch(expectedOffset, epoch, List.copyOf(records));
        step(
                () -> write(batch),
                sizeBytes -> done.accept(onWritten(batch, sizeBytes)),
                cause -> done.accept(new AppendOutcome.Failed(cause)));
    }

    @Override
    public boolean isSnapshotDue() {
        return !snapshotIsRunning && failure == null && bytesSinceSnapshot >= SNAPSHOT_DUE_SIZE_BYTES;
    }

    @Override
    public void snapshot(ClusterImage image) {
        loop.checkCurrent();
        if (snapshotIsRunning || failure != null) {
            return;
        }
        Invariant.check(image.position().equals(end), "a snapshot is of the whole log");
        snapshotIsRunning = true;
        bytesSinceSnapshot = 0;
        step(
                () -> openNextFile(image.position()),
                file -> {
                    active = file;
                    activeSizeBytes = 0;
                    ioPool.submit(() -> writeSnapshot(image), loop, done -> onSnapshotEnded(), this::onSnapshotFailed);
                },
                cause -> onSnapshotFailed(cause));
    }

    /**
     * Ends it: what is under way, a snapshot included, is finished, and what waits is refused. Nothing is written any more when
     * {@code done} runs; what was appended is on disk already.
     */
    public void close(Runnable done) {
        loop.checkCurrent();
        failure = new IOException("the metadata log has been closed");
        closed = done;
        closeIfQuiet();
    }

    private void closeIfQuiet() {
        Runnable done = closed;
        if (done == null || stepIsRunning || snapshotIsRunning) {
            return;
        }
        closed = null;
        try {
            active.close();
        } catch (IOException e) {
            LOGGER.warn("metadata log was not closed directory={} cause=\"{}\"", directory, e.toString());
        }
        done.run();
    }

    private record Contents(List<PersistedRecord> snapshot, List<MetadataBatch> batches) {}

    private Contents readAll() throws IOException {
        LogPosition snapshot = found.snapshot();
        long start = snapshot == null ? 0 : snapshot.endOffset();
        List<PersistedRecord> records = snapshot == null
                ? List.of()
                : SnapshotFile.read(disk, directory.resolve(MetadataFileName.ofSnapshot(snapshot)));
        List<MetadataBatch> batches = new ArrayList<>();
        for (Path log : found.logs().values()) {
            try (DiskFile file = disk.open(log)) {
                MetadataFileReader files = new MetadataFileReader(file);
                for (BatchView batch = files.next(); batch != null; batch = files.next()) {
                    // Of a file from before the snapshot, only what came after it; snapshots end between batches.
                    if (batch.baseOffset() >= start && !batch.isControl()) {
                        batches.add(MetadataBatchCodec.decode(batch));
                    }
                }
            }
        }
        return new Contents(records, batches);
    }

    private boolean isConflict(MetadataBatch batch) {
        return batch.baseOffset() != end.endOffset() || batch.epoch() < end.epoch();
    }

    private int write(MetadataBatch batch) throws IOException {
        if (isConflict(batch)) {
            return 0;
        }
        ByteBuffer bytes = MetadataBatchCodec.encode(batch, loop.clock().wallMs());
        int sizeBytes = bytes.remaining();
        active.write(bytes, activeSizeBytes);
        active.force();
        return sizeBytes;
    }

    private AppendOutcome onWritten(MetadataBatch batch, int sizeBytes) {
        if (isConflict(batch)) {
            return new AppendOutcome.Conflict(end);
        }
        activeSizeBytes += sizeBytes;
        bytesSinceSnapshot += sizeBytes;
        end = batch.end();
        if (reader != null) {
            reader.onBatch(batch);
        }
        return new AppendOutcome.Appended(end);
    }

    private DiskFile openNextFile(LogPosition position) throws IOException {
        DiskFile next = disk.openOrCreate(directory.resolve(MetadataFileName.ofLog(position.endOffset())));
        disk.forceDirectory(directory);
        active.close();
        return next;
    }

    private Path writeSnapshot(ClusterImage image) throws IOException {
        SnapshotFile.write(disk, directory, image, loop.clock().wallMs());
        LogPosition position = image.position();
        for (Path path : disk.list(directory)) {
            Long baseOffset = MetadataFileName.baseOffsetOf(path);
            LogPosition older = MetadataFileName.positionOf(path);
            boolean isCovered = (baseOffset != null && baseOffset < position.endOffset())
                    || (older != null && older.endOffset() < position.endOffset());
            if (isCovered) {
                disk.deleteIfExists(path);
            }
        }
        return directory.resolve(MetadataFileName.ofSnapshot(position));
    }

    private void onSnapshotFailed(Throwable cause) {
        // The log itself still has everything; another snapshot is tried when as much again was appended.
        LOGGER.error("metadata snapshot failed directory={}", directory, cause);
        onSnapshotEnded();
    }

    private void onSnapshotEnded() {
        snapshotIsRunning = false;
        closeIfQuiet();
    }

    /** Runs work on the I/O pool once all earlier steps are done; after a failure nothing is run any more. */
    private <T> void step(Callable<T> work, Consumer<T> done, Consumer<Exception> failed) {
        Runnable start = () -> {
            if (failure != null) {
                failed.accept(failure);
                onStepDone();
                return;
            }
            ioPool.submit(
                    work,
                    loop,
                    result -> {
                        done.accept(result);
                        onStepDone();
                    },
                    cause -> {
                        failure = cause instanceof Exception exception ? exception : new IOException(cause);
                        failed.accept(failure);
                        onStepDone();
                    });
        };
        steps.add(start);
        if (!stepIsRunning) {
            stepIsRunning = true;
            loop.execute(steps.remove());
        }
    }

    private void onStepDone() {
        Runnable next = steps.poll();
        if (next == null) {
            stepIsRunning = false;
            closeIfQuiet();
        } else {
            loop.execute(next);
        }
    }
}
