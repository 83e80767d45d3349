package dev.naru.storage;

import dev.naru.common.Uuid;
import dev.naru.common.file.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One of {@code log.dirs}. The first failure of a write or an fsync in it takes it offline for good: what the page cache
 * and the disk then hold is anybody's guess, so nothing is written any more until the process starts again.
 *
 * <p>Threading: safe from any thread.
 */
final class LogDirectory {
    private final Path path;
    private final Disk disk;
    private final BiConsumer<LogDirectory, Throwable> onOffline;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile Uuid id = Uuid.ZERO;
    private volatile boolean endedUncleanly;

    LogDirectory(Path path, Disk disk, BiConsumer<LogDirectory, Throwable> onOffline) {
        this.path = path;
        this.disk = disk;
        this.onOffline = onOffline;
    }

    Path path() {
        return path;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    void setId(Uuid newId) {
        id = newId;
    }

    /** The process that used it before did not stop cleanly, and left logs. */
    void onUncleanEnd() {
        endedUncleanly = true;
    }

    boolean endedUncleanly() {
        return endedUncleanly;
    }

    boolean isOnline() {
        return failure.get() == null;
    }

    void checkOnline() throws LogOfflineException {
        Throwable cause = failure.get();
        if (cause != null) {
            throw offline(cause);
        }
    }

    /** Something failed; the result is to be thrown. */
    LogOfflineException becomeOffline(Throwable cause) {
        if (cause instanceof LogOfflineException known) {
            return known;
        }
        if (failure.compareAndSet(null, cause)) {
            onOffline.accept(this, cause);
        }
        return offline(cause);
    }

    private LogOfflineException offline(Throwable cause) {
        return new LogOfflineException("log directory " + path + " is offline: " + cause, cause);
    }

    LogDirectoryInfo info() {
        long totalBytes = -1;
        long usableBytes = -1;
        try {
            totalBytes = disk.totalBytes(path);
            usableBytes = disk.usableBytes(path);
        } catch (IOException e) {
            // Unknown sizes are the answer to that.
        }
        return new LogDirectoryInfo(path, id, isOnline(), totalBytes, usableBytes);
    }

    @Nullable
    Throwable failure() {
        return failure.get();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
