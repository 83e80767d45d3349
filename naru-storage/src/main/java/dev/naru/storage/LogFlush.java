package dev.naru.storage;

import dev.naru.common.Uuid;
import dev.naru.common.file.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The fsyncs of one log. At most one runs at a time; whoever asks meanwhile is served by the next, which covers all of
 * them. What is to be forced is gathered on the loop and forced on the I/O pool, so that fsyncs of many logs of a
 * directory can be grouped there.
 *
 * <p>The recovery point moves once everything below it is durable: batches, indexes of sealed segments, leader epochs, and
 * the names of all these files.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class LogFlush {
    private final Log log;
    private final FolderNames names;
    private final LogContext context;
    private final List<Waiter> waiters = new ArrayList<>(0);
    private boolean running;
    private boolean stopping;
    /** Names in the folder that no flush has made durable: new segments. */
    private boolean folderIsDirty;

    LogFlush(Log log, FolderNames names, LogContext context) {
        this.log = log;
        this.names = names;
        this.context = context;
    }

    void onSegmentCreated() {
        folderIsDirty = true;
    }

    void flush(long upToOffset, Runnable done, Consumer<Throwable> failed) {
        if (upToOffset <= log.recoveryPoint()) {
            done.run();
            return;
        }
        waiters.add(new Waiter(upToOffset, done, failed));
        if (!running) {
            start();
        }
    }

    /** Makes all of it durable, with the indexes and the producers, for a clean stop. Nothing is appended any more. */
    void flushForStop(Runnable done, Consumer<Throwable> failed) {
        stopping = true;
        waiters.add(new Waiter(log.logEndOffset(), done, failed));
        if (!running) {
            start();
        }
    }

    private void start() {
        List<Waiter> served = new ArrayList<>(waiters);
        waiters.clear();
        running = true;
        long target = log.logEndOffset();
        long generation = log.truncations();
        Work work;
        try {
            work = gather();
        } catch (IOException e) {
            onFailed(served, log.fail(e));
            return;
        }
        log.submit(
                work::run,
                ignored -> onDone(served, target, generation),
                failure -> onFailed(served, log.fail(failure)));
    }

    private Work gather() throws IOException {
        log.directoryState().checkOnline();
        if (stopping) {
            log.segments().active().writeIndexes();
        }
        List<OpenFile> files = new ArrayList<>();
        Segments segments = log.segments();
        for (int i = Math.max(0, segments.floorIndex(log.recoveryPoint())); i < segments.count(); i++) {
            Segment segment = segments.get(i);
            for (LogFile file : segment.files()) {
                // The indexes of the active segment are made anew after a crash, so they can wait.
                boolean isIndexNeeded = segment.isSealed() || stopping;
                if (file == segment.file() || (isIndexNeeded && file.exists())) {
                    files.add(file.hold());
                }
            }
        }
        ByteBuffer epochs =
                ByteBuffer.wrap(log.epochs().isDirty() ? log.epochs().encode() : new byte[0]);
        log.epochs().onEncoded();
        ByteBuffer snapshot = ByteBuffer.wrap(
                stopping ? ProducerSnapshot.encode(log.producers().all()) : new byte[0]);
        Work work = new Work(
                context.disk(),
                log.folder(),
                log.topicId(),
                files,
                new Extras(epochs, snapshot, log.logEndOffset()),
                folderIsDirty || stopping,
                !names.areDurable());
        folderIsDirty = false;
        return work;
    }

    private void onDone(List<Waiter> served, long target, long generation) {
        if (generation == log.truncations()) {
            log.onFlushed(target);
        }
        names.onDurable();
        running = false;
        if (!waiters.isEmpty()) {
            start();
        }
        for (Waiter waiter : served) {
            // Cut off meanwhile: what was asked for is not there any more, and what is, is durable.
            if (waiter.upToOffset <= log.recoveryPoint() || generation != log.truncations()) {
                waiter.done.run();
            } else {
                flush(waiter.upToOffset, waiter.done, waiter.failed);
            }
        }
    }

    private void onFailed(List<Waiter> served, Throwable failure) {
        running = false;
        List<Waiter> all = new ArrayList<>(served);
        all.addAll(waiters);
        waiters.clear();
        all.forEach(waiter -> waiter.failed.accept(failure));
    }

    private record Waiter(long upToOffset, Runnable done, Consumer<Throwable> failed) {}

    /** Small files to be written whole; empty ones are left as they are. */
    private record Extras(ByteBuffer epochs, ByteBuffer snapshot, long endOffset) {}

    /** One round of forcing, done on the I/O pool. */
    private record Work(
            Disk disk,
            LogFolder folder,
            Uuid topicId,
            List<OpenFile> files,
            Extras extras,
            boolean forceFolder,
            boolean forceNames) {
        Object run() throws IOException {
            try {
                for (OpenFile file : files) {
                    file.file().force();
                }
            } finally {
                files.forEach(OpenFile::release);
            }
            if (extras.epochs.hasRemaining()) {
                WholeFile.replace(disk, folder.file(LeaderEpochs.FILE_NAME), extras.epochs);
            }
            if (extras.snapshot.hasRemaining()) {
                Path path = folder.file(FileKind.SNAPSHOT, extras.endOffset);
                WholeFile.write(disk, path, extras.snapshot, true);
            }
            if (forceNames) {
                FolderNames.force(disk, folder, topicId);
            } else if (forceFolder) {
                disk.forceDirectory(folder.path());
            }
            return this;
        }
    }
}
