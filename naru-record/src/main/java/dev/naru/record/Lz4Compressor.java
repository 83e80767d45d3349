package dev.naru.record;

import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/**
 * Writes a frame of {@link Lz4Framing} with independent blocks of 64 KiB and no checksums, as the Java client does.
 *
 * <p>The default level is the fast compressor, any other the thorough one at that level: so Kafka reads {@code
 * compression.lz4.level}.
 *
 * <p>Threading: confined to its user.
 */
final class Lz4Compressor implements Compressor {
    private static final int FLAGS = Lz4Framing.VERSION_BITS | Lz4Framing.INDEPENDENT_BIT;
    private static final int BLOCK_DESCRIPTOR = Lz4Framing.SMALLEST_BLOCK_CODE << 4;
    private static final byte[] DESCRIPTOR = {(byte) FLAGS, (byte) BLOCK_DESCRIPTOR};

    private final LZ4Compressor blocks;

    Lz4Compressor(int level) {
        LZ4Factory factory = LZ4Factory.fastestInstance();
        this.blocks =
                level == CompressionType.LZ4.defaultLevel() ? factory.fastCompressor() : factory.highCompressor(level);
    }

    @Override
    public void compress(byte[] source, int from, int count, GrowableBytes target) {
        target.addIntLittleEndian(Lz4Framing.MAGIC);
        target.add(DESCRIPTOR, 0, DESCRIPTOR.length);
        target.ensureRoom(1);
        target.array()[target.size()] = Lz4Framing.headerChecksum(ByteBuffer.wrap(DESCRIPTOR), 0, DESCRIPTOR.length);
        target.size(target.size() + 1);
        for (int done = 0; done < count; done += Lz4Framing.SMALLEST_BLOCK_BYTES) {
            addBlock(source, from + done, Math.min(Lz4Framing.SMALLEST_BLOCK_BYTES, count - done), target);
        }
        target.addIntLittleEndian(0);
    }

    private void addBlock(byte[] source, int from, int count, GrowableBytes target) {
        target.ensureRoom(Integer.BYTES + blocks.maxCompressedLength(count));
        int start = target.size();
        int written = blocks.compress(source, from, count, target.array(), start + Integer.BYTES);
        if (written < count) {
            target.addIntLittleEndian(written);
            target.size(start + Integer.BYTES + written);
        } else {
            // Not worth it: such a block goes as it is.
            target.addIntLittleEndian(count | Lz4Framing.NOT_COMPRESSED_BIT);
            target.add(source, from, count);
        }
    }

    @Override
    public void close() {}
}
