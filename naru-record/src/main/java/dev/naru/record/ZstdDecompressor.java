package dev.naru.record;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads zstd frames, one after the other, as a stream. The library's own bound on the window (128 MiB) stays: it is what
 * every consumer has.
 *
 * <p>Threading: confined to its user.
 */
final class ZstdDecompressor implements Decompressor {
    private @Nullable ZstdDecompressCtx context;
    private ByteBuffer source = ByteBuffer.allocate(0);
    private boolean betweenFrames;

    @Override
    public void open(ByteBuffer compressed) {
        if (context == null) {
            context = new ZstdDecompressCtx();
        } else {
            context.reset();
        }
        source = compressed;
        betweenFrames = true;
    }

    @Override
    public int read(byte[] target, int from, int count) {
        ByteBuffer destination = ByteBuffer.wrap(target, from, count);
        while (destination.position() == from) {
            if (betweenFrames && !source.hasRemaining()) {
                return -1;
            }
            int sourceBefore = source.position();
            betweenFrames = decompress(destination);
            if (destination.position() == from && source.position() == sourceBefore && !betweenFrames) {
                throw new CorruptBatchException("zstd: the frame is not complete");
            }
        }
        return destination.position() - from;
    }

    private boolean decompress(ByteBuffer destination) {
        if (context == null) {
            throw new IllegalStateException("not open");
        }
        try {
            return context.decompressByteBufferStream(destination, source);
        } catch (ZstdException | IllegalArgumentException e) {
            throw new CorruptBatchException("zstd: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
            context = null;
        }
    }
}
