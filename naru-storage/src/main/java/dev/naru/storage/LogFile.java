package dev.naru.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One file of a segment, opened when it is needed and closed when the cache needs the place. It knows its name only as
 * folder, offset and kind, so a hundred thousand of them are small, and renaming the folder moves them all.
 *
 * <p>Threading: safe from any thread; what is written into it has one owner.
 */
final class LogFile {
    private final FileCache cache;
    private final LogFolder folder;
    private final long offset;
    private final FileKind kind;
    private final AtomicReference<OpenFile> open = new AtomicReference<>();

    LogFile(FileCache cache, LogFolder folder, long offset, FileKind kind) {
        this.cache = cache;
        this.folder = folder;
        this.offset = offset;
        this.kind = kind;
    }

    Path path() {
        return folder.file(kind, offset);
    }

    /** Opens it, creating it if needed, unless it is open; the caller lets go of it with {@link OpenFile#close}. */
    OpenFile hold() throws IOException {
        while (true) {
            OpenFile current = open.get();
            if (current != null && current.tryHold()) {
                return current;
            }
            OpenFile fresh = cache.open(this);
            fresh.tryHold();
            if (open.compareAndSet(current, fresh)) {
                cache.onOpened(fresh);
                return fresh;
            }
            // Somebody else opened it meanwhile: take theirs.
            fresh.close();
            fresh.close();
        }
    }

    /** True if {@code file} is the one in use. */
    boolean hasOpen(OpenFile file) {
        return open.get() == file;
    }

    /** Ends the cache's hold on {@code file}; does nothing if that has happened. */
    void close(OpenFile file) {
        if (open.compareAndSet(file, null)) {
            file.close();
        }
    }

    /** Ends the cache's hold on whatever is open. */
    void close() {
        OpenFile current = open.getAndSet(null);
        if (current != null) {
            current.close();
        }
    }

    boolean exists() throws IOException {
        return cache.disk().exists(path());
    }

    /** Renames it out of the way; slices on their way keep reading it. Does nothing if there is no such file. */
    void markDeleted() throws IOException {
        close();
        Path path = path();
        if (cache.disk().exists(path)) {
            cache.disk().rename(path, deletedPath());
        }
    }

    /** What {@link #markDeleted} renames it to. */
    Path deletedPath() {
        Path path = path();
        return path.resolveSibling(path.getFileName() + FileKind.DELETED_SUFFIX);
    }

    /** Deletes it now. */
    void delete() throws IOException {
        close();
        cache.disk().deleteIfExists(path());
    }

    @Override
    public String toString() {
        return path().toString();
    }
}
