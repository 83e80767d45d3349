package dev.naru.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads gzip members (RFC 1952), one after the other, with the stream of the JDK.
 *
 * <p>Threading: confined to its user.
 */
final class GzipDecompressor implements Decompressor {
    private static final int INPUT_BYTES = 8 << 10;

    private ByteBuffer source = ByteBuffer.allocate(0);
    private @Nullable GZIPInputStream stream;

    @Override
    public void open(ByteBuffer compressed) {
        close();
        source = compressed;
    }

    @Override
    public int read(byte[] target, int from, int count) {
        try {
            // Its constructor reads, and fails on, the header: so not in open.
            if (stream == null) {
                stream = new GZIPInputStream(new BufferInputStream(source), INPUT_BYTES);
            }
            return stream.read(target, from, count);
        } catch (IOException e) {
            throw new CorruptBatchException("gzip: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            if (stream != null) {
                stream.close();
                stream = null;
            }
        } catch (IOException e) {
            throw new IllegalStateException("closing a stream over memory failed", e);
        }
    }

    private static final class BufferInputStream extends InputStream {
        private final ByteBuffer buffer;

        BufferInputStream(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public int read() {
            return buffer.hasRemaining() ? buffer.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int from, int count) {
            if (!buffer.hasRemaining()) {
                return -1;
            }
            int read = Math.min(count, buffer.remaining());
            buffer.get(target, from, read);
            return read;
        }

        @Override
        public int available() {
            return buffer.remaining();
        }
    }
}
