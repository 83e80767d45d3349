package dev.naru.record;

import dev.naru.common.Invariant;
import dev.naru.common.Payload;
import dev.naru.common.file.DiskFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Whole batches in a log file, on their way to a socket without passing through the heap.
 *
 * <p>It holds the file open: whoever keeps the open files passes {@code onRelease}, counts, and closes the file when the
 * count is down. {@link #release} runs it once; a second call is a bug.
 *
 * <p>Threading: made on the loop of the partition, then owned by that of the connection; never shared.
 */
public final class FileSlice implements Payload {
    private static final int LOAD_BYTES = 128 << 10;

    private final DiskFile file;
    private final long position;
    private final int sizeBytes;
    private final Runnable onRelease;
    private final boolean cold;
    private boolean released;

    /**
     * A stretch of a file.
     *
     * @param cold true if the page cache may have lost it, so that sending it may wait for the disk
     */
    public FileSlice(DiskFile file, long position, int sizeBytes, boolean cold, Runnable onRelease) {
        Invariant.check(position >= 0 && sizeBytes >= 0, "no such stretch: %d, %d bytes", position, sizeBytes);
        this.file = file;
        this.position = position;
        this.sizeBytes = sizeBytes;
        this.cold = cold;
        this.onRelease = onRelease;
    }

    /** A slice of a file that somebody else keeps open. */
    public FileSlice(DiskFile file, long position, int sizeBytes) {
        this(file, position, sizeBytes, false, () -> {});
    }

    public DiskFile file() {
        return file;
    }

    /** Where in the file it starts. */
    public long position() {
        return position;
    }

    /** True if whoever sends it on a loop should {@link #load} it first. */
    public boolean isCold() {
        return cold;
    }

    /** Brings it into the page cache, by reading it. Blocks: for the I/O pool. */
    public void load() throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(Math.min(sizeBytes, LOAD_BYTES));
        for (int done = 0; done < sizeBytes; done += piece.capacity()) {
            piece.clear().limit(Math.min(piece.capacity(), sizeBytes - done));
            file.read(piece, position + done);
        }
    }

    @Override
    public int sizeBytes() {
        return sizeBytes;
    }

    @Override
    public ByteBuffer toBuffer() {
        ByteBuffer buffer = ByteBuffer.allocate(sizeBytes);
        try {
            int read = file.read(buffer, position);
            if (read != sizeBytes) {
                throw new IOException("the file has " + read + " bytes at " + position + " where " + sizeBytes
                        + " were written: it was cut behind the log's back");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return buffer.flip();
    }

    @Override
    public void release() {
        Invariant.check(!released, "a slice is released once");
        released = true;
        onRelease.run();
    }

    @Override
    public String toString() {
        return "FileSlice[" + position + ", " + sizeBytes + " bytes]";
    }
}
