package dev.naru.storage;

import dev.naru.common.file.DiskFile;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open file and how many hold it: the cache, and everybody who reads or writes it now. The last one to let go closes
 * it, so a slice on its way to a consumer outlives the eviction and the deletion of its file.
 *
 * <p>Threading: safe from any thread.
 */
final class OpenFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFile.class);

    private final LogFile owner;
    private final DiskFile file;
    private final AtomicInteger holds = new AtomicInteger(1);
    private volatile boolean usedLately = true;

    /** Comes with one hold, the cache's. */
    OpenFile(LogFile owner, DiskFile file) {
        this.owner = owner;
        this.file = file;
    }

    LogFile owner() {
        return owner;
    }

    DiskFile file() {
        return file;
    }

    /** Takes a hold; false if the file has been closed, or is about to be. */
    boolean tryHold() {
        int count = holds.get();
        while (count > 0) {
            if (holds.compareAndSet(count, count + 1)) {
                usedLately = true;
                return true;
            }
            count = holds.get();
        }
        return false;
    }

    /** Lets go. */
    @Override
    public void close() {
        if (holds.decrementAndGet() == 0) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn("a file could not be closed: file={} reason={}", owner, e.toString());
            }
        }
    }

    /** True once after each use: what the cache's clock hand asks. */
    boolean wasUsedLately() {
        boolean used = usedLately;
        usedLately = false;
        return used;
    }

    @Override
    public String toString() {
        return owner.toString();
    }
}
