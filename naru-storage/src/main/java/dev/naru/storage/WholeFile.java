package dev.naru.storage;

import dev.naru.common.file.Disk;
import dev.naru.common.file.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Small files that are read, and replaced, as a whole. Blocks: for the I/O pool. */
final class WholeFile {
    /** No file of this kind is larger; 100,000 partitions with the longest names make a checkpoint of 27 MB. */
    static final int SIZE_BYTES_MAX = 256 << 20;

    private WholeFile() {}

    /** Reads all of it. */
    static byte[] read(Disk disk, Path path) throws IOException {
        try (DiskFile file = disk.open(path)) {
            long sizeBytes = file.sizeBytes();
            if (sizeBytes > SIZE_BYTES_MAX) {
                throw new IOException(path + " is too large to be what it should: " + sizeBytes + " bytes");
            }
            ByteBuffer content = ByteBuffer.allocate((int) sizeBytes);
            int count = file.read(content, 0);
            if (count != sizeBytes) {
                throw new IOException(path + " ended after " + count + " of " + sizeBytes + " bytes");
            }
            return content.array();
        }
    }

    /**
     * Replaces it: there is the old content or the new one, whole; with {@code force} also after a power cut, which may otherwise
     * leave nothing of either. Two threads may do so at once, as a roll on the loop and a flush on the pool do with {@code
     * partition.metadata}: each has a temporary file of its own, or one would rename the other's away.
     */
    static void replace(Disk disk, Path path, ByteBuffer content, boolean force) throws IOException {
        Path temporary = path.resolveSibling(
                path.getFileName() + "." + Thread.currentThread().getId() + ".tmp");
        write(disk, temporary, content, force);
        disk.rename(temporary, path);
        if (force) {
            disk.forceDirectory(parentOf(path));
        }
    }

    /** Writes a new file; without {@code force} a power cut may leave it torn, so its reader must be able to tell. */
    static void write(Disk disk, Path path, ByteBuffer content, boolean force) throws IOException {
        try (DiskFile file = disk.openOrCreate(path)) {
            file.truncate(0);
            file.write(content.duplicate(), 0);
            if (force) {
                file.force();
            }
        }
    }

    static Path parentOf(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path : parent;
    }
}
