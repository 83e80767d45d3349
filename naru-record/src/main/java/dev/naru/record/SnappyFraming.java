package dev.naru.record;

import java.nio.ByteBuffer;

/**
 * The two ways snappy comes in a batch.
 *
 * <pre>
 *  framed, by the Java client and most others         raw, by librdkafka
 *  magic    8 bytes  82 'S' 'N' 'A' 'P' 'P' 'Y' 00     one block, and nothing else
 *  version  int32    1
 *  oldest   int32    1, the oldest version that can read it
 *  chunks:  size int32, one block of that size
 * </pre>
 *
 * <p>A block begins with the size of its content, an unsigned varint. The longest copy a block can ask for makes 64 bytes
 * of three, so that size can be checked before memory is taken for it.
 *
 * <p>Threading: stateless.
 */
final class SnappyFraming {
    static final long MAGIC = 0x82534e4150505900L;
    static final int VERSION = 1;
    static final int HEADER_SIZE_BYTES = 16;

    /** What {@link #contentSize} answers to a block that cannot be. */
    static final int IMPOSSIBLE = -1;

    private static final int EXPANSION_MAX = 22;
    private static final int SIZE_BYTES_MAX = 5;
    private static final int VARINT_BITS = 7;
    private static final int VARINT_MASK = 0x7f;

    private SnappyFraming() {}

    /** True if the bytes from the position of {@code source} on begin with the header of the framed form. */
    static boolean isFramed(ByteBuffer source) {
        return source.remaining() >= HEADER_SIZE_BYTES && source.getLong(source.position()) == MAGIC;
    }

    /** True if the framed form is one that every reader knows. */
    static boolean isKnownVersion(ByteBuffer source) {
        return source.getInt(source.position() + Long.BYTES) >= VERSION;
    }

    /** How many bytes the block at {@code index} says it will be, or {@link #IMPOSSIBLE}. */
    static int contentSize(ByteBuffer source, int index, int blockSize) {
        long size = 0;
        for (int i = 0; i < Math.min(blockSize, SIZE_BYTES_MAX); i++) {
            byte next = source.get(index + i);
            size |= (long) (next & VARINT_MASK) << (i * VARINT_BITS);
            if (next >= 0) {
                return size <= Math.min((long) blockSize * EXPANSION_MAX, Integer.MAX_VALUE) ? (int) size : IMPOSSIBLE;
            }
        }
        return IMPOSSIBLE;
    }
}
