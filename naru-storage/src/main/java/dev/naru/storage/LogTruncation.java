package dev.naru.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts a log back, as a follower does that has what its leader has not. In this order: the recovery point is lowered, on
 * disk as well, then the log is cut, then that is forced; so a crash in between never finds a recovery point beyond what
 * it can vouch for.
 *
 * <p>The cut itself runs on the loop: a few calls, and reading back the producers of one segment. It is rare.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class LogTruncation {
    private final LogState log;
    private final Checkpoints checkpoints;
    private boolean running;

    LogTruncation(LogState log, Checkpoints checkpoints) {
        this.log = log;
        this.checkpoints = checkpoints;
    }

    boolean isRunning() {
        return running;
    }

    void truncateTo(long offset, Runnable done, Consumer<Throwable> failed) {
        if (offset >= log.logEndOffset()) {
            done.run();
        } else if (offset < log.segments().first().baseOffset()) {
            startAt(offset, done, failed);
        } else {
            run(offset, () -> cut(offset), done, failed);
        }
    }

    void startAt(long offset, Runnable done, Consumer<Throwable> failed) {
        run(Math.min(offset, log.logStartOffset()), () -> beginAnew(offset), done, failed);
    }

    private void run(long safeOffset, Cut cut, Runnable done, Consumer<Throwable> failed) {
        running = true;
        log.work().begin();
        log.onTruncating(safeOffset);
        Consumer<Throwable> stop = failure -> {
            running = false;
            log.work().end();
            failed.accept(log.fail(failure));
        };
        Runnable finish = () -> {
            running = false;
            log.work().end();
            done.run();
        };
        checkpoints.write(
                log.directory(),
                log.loop(),
                () -> {
                    try {
                        log.directory().checkOnline();
                        cut.run();
                        force(finish, stop);
                    } catch (IOException | DamagedLogException e) {
                        stop.accept(e);
                    }
                },
                stop);
    }

    private void cut(long offset) throws IOException, DamagedLogException {
        Segments segments = log.segments();
        int last = segments.floorIndex(offset);
        for (Segment segment : segments.removeFrom(last + 1)) {
            deleteNow(segment);
        }
        segments.active().truncateTo(offset);
        long endOffset = segments.active().nextOffset();
        log.epochs().truncateFromEnd(endOffset);
        reloadProducers(endOffset);
        log.onTruncated(endOffset);
    }

    private void reloadProducers(long endOffset) throws IOException, DamagedLogException {
        FolderListing files = FolderListing.read(log.context().disk(), log.folder());
        List<Long> valid = new ArrayList<>();
        for (long offset : files.snapshots()) {
            if (offset > endOffset) {
                log.snapshots().delete(offset);
            } else {
                valid.add(offset);
            }
        }
        long nowMs = log.nowMs();
        // Not from the very end: the batches before it are to be known one by one again.
        long segmentStart = log.segments().active().baseOffset();
        long restored = log.snapshots().restoreNewest(valid, segmentStart, log.producers(), nowMs);
        new LogReplay(log.segments(), log.producers(), nowMs).producers(Math.max(restored, 0), endOffset);
    }

    private void beginAnew(long offset) throws IOException {
        Segments segments = log.segments();
        for (Segment segment : segments.removeFrom(0)) {
            deleteNow(segment);
        }
        long nowMs = log.nowMs();
        segments.add(Segment.create(log.context().files(), log.folder(), offset, log.config(), nowMs));
        log.epochs().clear();
        log.producers().clear();
        log.onTruncated(offset);
        log.moveStartTo(offset);
    }

    /** Not renamed and deleted later, as retention does: a segment to come may have the same name. */
    private void deleteNow(Segment segment) throws IOException {
        segment.delete();
        log.snapshots().delete(segment.baseOffset());
    }

    private void force(Runnable done, Consumer<Throwable> failed) throws IOException {
        OpenFile open = log.segments().active().file().hold();
        log.submit(
                () -> {
                    try (open) {
                        open.file().force();
                    }
                    log.context().disk().forceDirectory(log.folder().path());
                    return open;
                },
                ignored -> done.run(),
                failed);
    }

    private interface Cut {
        void run() throws IOException, DamagedLogException;
    }
}
