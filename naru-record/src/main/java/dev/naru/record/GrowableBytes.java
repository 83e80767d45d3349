package dev.naru.record;

import dev.naru.common.Invariant;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An array that grows as bytes are added, for use over and over. It grows to what is there, never to what somebody claims.
 *
 * <p>Threading: confined to its user.
 */
final class GrowableBytes {
    /** Most that stays allocated between uses. */
    static final int KEPT_BYTES_MAX = 1 << 20;

    private static final int ARRAY_BYTES_MAX = Integer.MAX_VALUE - 8;

    private byte[] array;
    private int size;

    GrowableBytes(int capacity) {
        this.array = new byte[capacity];
    }

    byte[] array() {
        return array;
    }

    int size() {
        return size;
    }

    /** Says how many bytes are there, after they were put into {@link #array} directly. */
    void size(int size) {
        this.size = size;
    }

    /** Forgets the bytes, and a very large array with them. */
    void clear() {
        size = 0;
        if (array.length > KEPT_BYTES_MAX) {
            array = new byte[KEPT_BYTES_MAX];
        }
    }

    /** Makes room for {@code count} more bytes. */
    void ensureRoom(int count) {
        Invariant.check(
                count >= 0 && count <= ARRAY_BYTES_MAX - size,
                "%d bytes more than %d do not fit an array",
                count,
                size);
        if (count > array.length - size) {
            long doubled = Math.min(2L * array.length, ARRAY_BYTES_MAX);
            array = Arrays.copyOf(array, (int) Math.max(doubled, size + count));
        }
    }

    void add(byte[] source, int from, int count) {
        ensureRoom(count);
        System.arraycopy(source, from, array, size, count);
        size += count;
    }

    /** Adds what is between position and limit, without moving either. */
    void add(ByteBuffer source) {
        int count = source.remaining();
        ensureRoom(count);
        source.get(source.position(), array, size, count);
        size += count;
    }

    void addIntLittleEndian(int value) {
        ensureRoom(Integer.BYTES);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            array[size++] = (byte) (value >>> shift);
        }
    }

    void addInt(int value) {
        addIntLittleEndian(Integer.reverseBytes(value));
    }

    /** The bytes from {@code from} on, not copied. */
    ByteBuffer toBuffer(int from) {
        return ByteBuffer.wrap(array, from, size - from).slice();
    }
}
