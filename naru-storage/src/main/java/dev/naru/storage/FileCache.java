package dev.naru.storage;

import dev.naru.common.file.Disk;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The open files of all logs, at most so many, except that files in use stay open whatever their number. When one too
 * many is opened, the ones not used for the longest go, as a clock hand finds them.
 *
 * <p>Threading: safe from any thread; files are held and let go on loops, pool threads and connections alike.
 */
final class FileCache {
    private final Disk disk;
    private final int openFilesMax;
    private final ConcurrentLinkedQueue<OpenFile> clock = new ConcurrentLinkedQueue<>();
    private final AtomicInteger entries = new AtomicInteger();

    FileCache(Disk disk, int openFilesMax) {
        this.disk = disk;
        this.openFilesMax = openFilesMax;
    }

    Disk disk() {
        return disk;
    }

    /** Opens the file of {@code owner}, creating it if needed; the result has the cache's hold. */
    OpenFile open(LogFile owner) throws IOException {
        return new OpenFile(owner, disk.openOrCreate(owner.path()));
    }

    /** Its owner has taken {@code file} into use. */
    void onOpened(OpenFile file) {
        clock.add(file);
        if (entries.incrementAndGet() > openFilesMax) {
            evict();
        }
    }

    private void evict() {
        // Two rounds: the first takes the marks of use away, the second finds somebody.
        int stepsMax = 2 * openFilesMax + 2;
        for (int step = 0; step < stepsMax && entries.get() > openFilesMax; step++) {
            OpenFile file = clock.poll();
            if (file == null) {
                return;
            }
            if (file.owner().hasOpen(file) && file.wasUsedLately()) {
                clock.add(file);
            } else {
                file.owner().close(file);
                entries.decrementAndGet();
            }
        }
    }

    /** How many files it knows as open; some may have been closed by their owner since. */
    int entryCount() {
        return entries.get();
    }
}
