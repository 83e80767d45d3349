package dev.naru.record;

import java.nio.ByteBuffer;

/**
 * One codec, reading: compressed bytes in, a stream of plain bytes out. Takes memory for what comes out, never for what
 * the input claims will come, beyond the bound of a block of its codec.
 *
 * <p>Threading: confined to its user.
 */
interface Decompressor extends AutoCloseable {
    /** Begins with the bytes between position and limit of {@code compressed}, which it may move. */
    void open(ByteBuffer compressed);

    /**
     * Reads up to {@code count} bytes, at least one.
     *
     * @return how many; -1 at the end
     * @throws CorruptBatchException if the input is not what this codec writes
     */
    int read(byte[] target, int from, int count);

    /** Gives back what it holds outside the heap; may be opened again afterwards. */
    @Override
    void close();
}
