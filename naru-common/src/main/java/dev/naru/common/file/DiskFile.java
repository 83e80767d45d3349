package dev.naru.common.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * An open file, read and written at positions.
 *
 * <p>Threading: safe from any thread; the file has one writer, its owner, by agreement.
 */
public interface DiskFile extends Closeable {
    /** Bytes in the file now. */
    long sizeBytes() throws IOException;

    /**
     * Reads at {@code position} until {@code target} is full or the file ends.
     *
     * @return the number of bytes read, zero at or past the end of the file
     */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes all remaining bytes of {@code source} at {@code position}. A failure may leave a part written. */
    void write(ByteBuffer source, long position) throws IOException;

    /** Cuts the file to {@code sizeBytes}, which is not more than it has. */
    void truncate(long sizeBytes) throws IOException;

    /** Makes all bytes written so far, and the size, durable (fdatasync). */
    void force() throws IOException;

    /** The channel {@code sendfile} can read from, or null where there is none (a simulated file). */
    default @Nullable FileChannel channel() {
        return null;
    }
}
