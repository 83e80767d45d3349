package dev.naru.record;

import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Reads a frame of {@link Lz4Framing}, block by block.
 *
 * <p>Threading: confined to its user.
 */
final class Lz4Decompressor implements Decompressor {
    private final LZ4SafeDecompressor blocks = LZ4Factory.fastestInstance().safeDecompressor();
    private final Lz4Framing framing = new Lz4Framing();
    private ByteBuffer source = ByteBuffer.allocate(0);
    private ByteBuffer block = ByteBuffer.allocate(0);
    private boolean opened;

    @Override
    public void open(ByteBuffer compressed) {
        source = compressed;
        block.position(0).limit(0);
        opened = false;
    }

    @Override
    public int read(byte[] target, int from, int count) {
        if (!opened) {
            opened = true;
            check(framing.open(source));
        }
        while (!block.hasRemaining()) {
            if (!framing.nextBlock()) {
                check(!framing.isFaulty());
                return -1;
            }
            readBlock();
        }
        int read = Math.min(count, block.remaining());
        block.get(target, from, read);
        return read;
    }

    @Override
    public void close() {
        source = ByteBuffer.allocate(0);
        block = source;
    }

    private void readBlock() {
        if (block.capacity() < framing.blockBytesMax()) {
            block = ByteBuffer.allocate(framing.blockBytesMax());
        }
        block.clear();
        int index = framing.blockIndex();
        if (framing.isBlockCompressed()) {
            block.limit(decompress(index));
        } else {
            block.put(0, source, index, framing.blockSize());
            block.limit(framing.blockSize());
        }
        check(framing.endBlock(true));
    }

    private int decompress(int index) {
        try {
            return blocks.decompress(source, index, framing.blockSize(), block, 0, framing.blockBytesMax());
        } catch (LZ4Exception e) {
            throw new CorruptBatchException("lz4: " + e.getMessage(), e);
        }
    }

    private void check(boolean fine) {
        if (!fine) {
            throw new CorruptBatchException(framing.fault());
        }
    }
}
