package dev.naru.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xerial.snappy.Snappy;

/**
 * Reads both forms of {@link SnappyFraming}, block by block.
 *
 * <p>Threading: confined to its user.
 */
final class SnappyDecompressor implements Decompressor {
    private final GrowableBytes copied = new GrowableBytes(0);
    private final GrowableBytes block = new GrowableBytes(0);
    private ByteBuffer source = ByteBuffer.allocate(0);
    private boolean framed;
    private int blockIndex;

    @Override
    public void open(ByteBuffer compressed) {
        source = compressed;
        block.clear();
        blockIndex = 0;
        framed = SnappyFraming.isFramed(compressed);
    }

    @Override
    public int read(byte[] target, int from, int count) {
        while (blockIndex == block.size()) {
            if (!source.hasRemaining()) {
                return -1;
            }
            readBlock();
        }
        int read = Math.min(count, block.size() - blockIndex);
        System.arraycopy(block.array(), blockIndex, target, from, read);
        blockIndex += read;
        return read;
    }

    @Override
    public void close() {
        copied.clear();
        block.clear();
        blockIndex = 0;
    }

    private void readBlock() {
        int size = framed ? readChunkSize() : source.remaining();
        int contentSize = SnappyFraming.contentSize(source, source.position(), size);
        if (contentSize == SnappyFraming.IMPOSSIBLE) {
            throw new CorruptBatchException("snappy: the size a block says it has is not possible");
        }
        block.clear();
        block.ensureRoom(contentSize);
        blockIndex = 0;
        block.size(decompress(size));
        source.position(source.position() + size);
    }

    private int readChunkSize() {
        if (SnappyFraming.isFramed(source)) {
            if (!SnappyFraming.isKnownVersion(source)) {
                throw new CorruptBatchException("snappy: the stream has an unknown version");
            }
            source.position(source.position() + SnappyFraming.HEADER_SIZE_BYTES);
        }
        int size = source.remaining() < Integer.BYTES ? -1 : source.getInt();
        if (size < 0 || size > source.remaining()) {
            throw new CorruptBatchException("snappy: the size of a chunk is not possible");
        }
        return size;
    }

    private int decompress(int size) {
        try {
            if (source.hasArray()) {
                int from = source.arrayOffset() + source.position();
                return Snappy.uncompress(source.array(), from, size, block.array(), 0);
            }
            copied.clear();
            copied.add(source.slice(source.position(), size));
            return Snappy.uncompress(copied.array(), 0, size, block.array(), 0);
        } catch (IOException e) {
            throw new CorruptBatchException("snappy: " + e.getMessage(), e);
        }
    }
}
