package dev.naru.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.xerial.snappy.Snappy;

/**
 * Writes the framed form of {@link SnappyFraming}.
 *
 * <p>Threading: confined to its user.
 */
final class SnappyCompressor implements Compressor {
    /** As large as the Java client's, so that readers need no larger buffers than they are used to. */
    private static final int CHUNK_SIZE_BYTES = 32 << 10;

    @Override
    public void compress(byte[] source, int from, int count, GrowableBytes target) {
        target.addInt((int) (SnappyFraming.MAGIC >>> Integer.SIZE));
        target.addInt((int) SnappyFraming.MAGIC);
        target.addInt(SnappyFraming.VERSION);
        target.addInt(SnappyFraming.VERSION);
        for (int done = 0; done < count; done += CHUNK_SIZE_BYTES) {
            addChunk(source, from + done, Math.min(CHUNK_SIZE_BYTES, count - done), target);
        }
    }

    private static void addChunk(byte[] source, int from, int count, GrowableBytes target) {
        target.ensureRoom(Integer.BYTES + Snappy.maxCompressedLength(count));
        int start = target.size();
        try {
            int written = Snappy.compress(source, from, count, target.array(), start + Integer.BYTES);
            target.addInt(written);
            target.size(start + Integer.BYTES + written);
        } catch (IOException e) {
            throw new UncheckedIOException("snappy failed to compress", e);
        }
    }

    @Override
    public void close() {}
}
