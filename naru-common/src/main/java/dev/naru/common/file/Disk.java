package dev.naru.common.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file system, as little of it as a log needs. Nothing is durable until it is forced: the bytes of a file by {@link
 * DiskFile#force}, its name (creation, rename, deletion) by {@link #forceDirectory} of the folder it is in.
 *
 * <p>Every method may block and may fail with {@link IOException}; appends to the page cache are quick enough for a loop,
 * everything else belongs on the I/O pool.
 *
 * <p>Threading: safe from any thread.
 */
public interface Disk {
    /**
     * Opens a file for reading and writing.
     *
     * @throws java.nio.file.NoSuchFileException if it does not exist
     */
    DiskFile open(Path path) throws IOException;

    /** Opens a file for reading and writing, creating it empty if it does not exist. */
    DiskFile openOrCreate(Path path) throws IOException;

    /** True if there is a file or folder of this name. */
    boolean exists(Path path) throws IOException;

    /** True if there is a folder of this name. */
    boolean isDirectory(Path path) throws IOException;

    /** Size of a file in bytes. */
    long sizeBytes(Path path) throws IOException;

    /** Creates the folder and those above it that are missing. */
    void createDirectories(Path path) throws IOException;

    /** What is directly in a folder, sorted by name. */
    List<Path> list(Path directory) throws IOException;

    /** Renames atomically, replacing a file of the new name. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file or an empty folder; does nothing if there is none. */
    void deleteIfExists(Path path) throws IOException;

    /** Makes the names in a folder durable. */
    void forceDirectory(Path directory) throws IOException;

    /** Bytes that can still be written to the file system this path is on. */
    long usableBytes(Path path) throws IOException;

    /** Bytes the file system this path is on has in all. */
    long totalBytes(Path path) throws IOException;

    /**
     * Takes an exclusive lock on a file, creating it if needed, that goes when closed or when the process ends.
     *
     * @return null if another process, or this one, holds it
     */
    @Nullable
    AutoCloseable tryLock(Path path) throws IOException;
}
