package dev.naru.record;

import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Writes one gzip member (RFC 1952) without name or time.
 *
 * <p>Threading: confined to its user.
 */
final class GzipCompressor implements Compressor {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, 0};
    private static final int ROOM_BYTES = 8 << 10;

    private final int level;
    private @Nullable Deflater deflater;

    GzipCompressor(int level) {
        this.level = level;
    }

    @Override
    public void compress(byte[] source, int from, int count, GrowableBytes target) {
        Deflater used = deflater == null ? new Deflater(level, true) : deflater;
        deflater = used;
        used.reset();
        target.add(HEADER, 0, HEADER.length);
        used.setInput(source, from, count);
        used.finish();
        while (!used.finished()) {
            target.ensureRoom(ROOM_BYTES);
            int written = used.deflate(target.array(), target.size(), target.array().length - target.size());
            target.size(target.size() + written);
        }
        CRC32 crc = new CRC32();
        crc.update(source, from, count);
        target.addIntLittleEndian((int) crc.getValue());
        target.addIntLittleEndian(count);
    }

    @Override
    public void close() {
        if (deflater != null) {
            deflater.end();
            deflater = null;
        }
    }
}
