package dev.naru.common;

import java.nio.ByteBuffer;

/** Record data in memory. It does not own the memory: whoever owns the frame or the array does. */
public record BufferPayload(ByteBuffer buffer) implements Payload {
    /** No bytes at all. */
    public static final BufferPayload EMPTY = new BufferPayload(ByteBuffer.allocate(0));

    /** Takes the bytes between position and limit of {@code buffer}, without copying. */
    public BufferPayload {
        buffer = buffer.slice();
    }

    @Override
    public int sizeBytes() {
        return buffer.capacity();
    }

    @Override
    public ByteBuffer toBuffer() {
        return buffer.duplicate();
    }

    @Override
    public String toString() {
        return "BufferPayload[" + sizeBytes() + " bytes]";
    }
}
