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
    private static final long NOT_DUE = Long.MAX_VALUE;

    private final LogState log;
    private final FolderNames names;
    private final List<Waiter> waiters = new ArrayList<>(0);
    private boolean running;
    private boolean stopping;
    /** One is scheduled, by {@code flush.ms}. */
    private boolean scheduled;
    /** Names in the folder that no flush has made durable: new segments. */
    private boolean folderIsDirty;
    /**
     * The first segment whose indexes are to be forced since it was sealed. Its records may have been forced long before, and
     * recovery reads no segment below the recovery point again.
     */
    private long indexesDueFrom = NOT_DUE;

    LogFlush(LogState log, FolderNames names) {
        this.log = log;
        this.names = names;
    }

    /** The log has grown: {@code flush.messages} and {@code flush.ms} may ask for an fsync. */
    void onAppended() {
        names.onAppended();
        FlushConfig config = log.config().flush();
        if (log.logEndOffset() - log.recoveryPoint() >= config.messages()) {
            flush(log.logEndOffset(), () -> {}, failure -> {});
        } else if (config.ms() < Long.MAX_VALUE && !scheduled) {
            scheduled = true;
            log.loop().schedule(config.ms(), this::onScheduled);
        }
    }

    private void onScheduled() {
        scheduled = false;
        if (!log.isClosed()) {
            flush(log.logEndOffset(), () -> {}, failure -> {});
        }
    }

    /** A segment was sealed, which begins at {@code sealedOffset}, and another begun. */
    void onRolled(long sealedOffset) {
        folderIsDirty = true;
        indexesDueFrom = Math.min(indexesDueFrom, sealedOffset);
    }

    void flush(long upToOffset, Runnable done, Consumer<Throwable> failed) {
        if (upToOffset <= log.recoveryPoint() && indexesDueFrom == NOT_DUE) {
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
        log.directory().checkOnline();
        if (stopping) {
            log.segments().active().indexes().write();
        }
        List<OpenFile> files = new ArrayList<>();
        try {
            holdFiles(files);
        } catch (IOException e) {
            files.forEach(OpenFile::close);
            throw e;
        }
        ByteBuffer epochs =
                ByteBuffer.wrap(log.epochs().isDirty() ? log.epochs().encode() : new byte[0]);
        log.epochs().onEncoded();
        ByteBuffer snapshot = ByteBuffer.wrap(
                stopping ? ProducerSnapshot.encode(log.producers().all()) : new byte[0]);
        Work work = new Work(
                log.context().disk(),
                log.folder(),
                log.place().topicId(),
                files,
                new Extras(epochs, snapshot, log.logEndOffset()),
                folderIsDirty || stopping,
                !names.areDurable());
        folderIsDirty = false;
        indexesDueFrom = NOT_DUE;
        return work;
    }

    private void holdFiles(List<OpenFile> files) throws IOException {
        Segments segments = log.segments();
        int first = segments.floorIndex(Math.min(log.recoveryPoint(), indexesDueFrom));
        for (int i = Math.max(0, first); i < segments.count(); i++) {
            Segment segment = segments.get(i);
            for (LogFile file : segment.files()) {
                if (file == segment.file() || (isIndexNeeded(segment, file) && file.exists())) {
                    files.add(file.hold());
                }
            }
            folderIsDirty |= segment.transactionIndex().takeCreated();
        }
    }

    /**
     * The indexes of the active segment are made anew after a crash, so they can wait; but once the recovery point is at its end,
     * the next segment may be begun at any time, and then nobody looks whether an aborted transaction is missing.
     */
    private boolean isIndexNeeded(Segment segment, LogFile file) {
        return segment.isSealed()
                || stopping
                || file == segment.transactionIndex().file();
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
                files.forEach(OpenFile::close);
            }
            if (extras.epochs.hasRemaining()) {
                WholeFile.replace(disk, folder.file(LeaderEpochs.FILE_NAME), extras.epochs, true);
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
