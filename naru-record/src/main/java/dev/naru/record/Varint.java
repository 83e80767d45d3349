package dev.naru.record;

/**
 * Numbers of one to five, or one to ten, bytes: seven bits each, the lowest first, the eighth bit saying that more follow.
 * Zig-zag first (0, -1, 1, -2 become 0, 1, 2, 3), so that numbers near zero are short whatever their sign. Reading is in
 * {@link RecordCursor}, which knows its bounds.
 *
 * <p>Threading: stateless.
 */
final class Varint {
    static final int INT_SIZE_BYTES_MAX = 5;
    static final int LONG_SIZE_BYTES_MAX = 10;

    private static final int BITS = 7;
    private static final int MORE = 0x80;
    private static final int MASK = 0x7f;

    private Varint() {}

    /** How many bytes this number takes; an int takes as many as it does as a long. */
    static int sizeBytes(long value) {
        int significant = Long.SIZE - Long.numberOfLeadingZeros(zigZag(value) | 1);
        return (significant + BITS - 1) / BITS;
    }

    /** Writes the number at {@code index}, where there is room, and returns the index after it. */
    static int write(byte[] target, int index, long value) {
        long rest = zigZag(value);
        int at = index;
        while ((rest & ~MASK) != 0) {
            target[at++] = (byte) ((rest & MASK) | MORE);
            rest >>>= BITS;
        }
        target[at++] = (byte) rest;
        return at;
    }

    /** The number of these bits. */
    static long unZigZag(long raw) {
        return (raw >>> 1) ^ -(raw & 1);
    }

    private static long zigZag(long value) {
        return (value << 1) ^ (value >> (Long.SIZE - 1));
    }
}
