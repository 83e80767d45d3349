package dev.naru.common;

import java.nio.ByteBuffer;

/**
 * Record data inside a message: bytes in memory ({@link BufferPayload}) or a stretch of a file that goes to the socket by
 * {@code sendfile} (the record module's {@code FileSlice}). Messages carry it without looking inside.
 *
 * <p>A payload is owned by whoever holds the message; {@link #release} is called exactly once, when its bytes have left
 * or will never leave. After that it must not be read.
 */
public interface Payload {
    /** How many bytes it has; fixed for its life. */
    int sizeBytes();

    /**
     * The bytes as a buffer. For a file this reads the stretch into memory, so the hot path does not call it.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    ByteBuffer toBuffer();

    /** Gives back what the payload holds open. */
    default void release() {}
}
