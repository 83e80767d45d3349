package dev.naru.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the frame around compressed records, not inside: right codec, complete, of a kind that every consumer can read, and
 * large enough for the records the header counts. It costs a few reads per block, where decompressing costs all bytes.
 *
 * <p>Of gzip there is nothing to see but its header, so little is checked there; a bare snappy block has no frame at all, and is
 * not for this check.
 *
 * <p>Threading: confined to its user.
 */
final class FrameCheck {
    private static final int GZIP_SIZE_BYTES_MIN = 18;
    private static final int GZIP_MAGIC_AND_METHOD = 0x1f8b08;
    private static final int GZIP_RESERVED_FLAGS = 0xe0;

    /** The most deflate can do: 258 bytes for two bits. */
    private static final int GZIP_EXPANSION_MAX = 1032;

    private @Nullable Lz4Framing lz4;
    private @Nullable ZstdFraming zstd;
    private @Nullable String fault;

    /** What was wrong if {@link #isSound} said no. */
    String fault() {
        return fault == null ? "nothing is wrong with it" : fault;
    }

    /** True if these bytes may well be {@code recordCount} records in this codec. */
    boolean isSound(CompressionType compression, ByteBuffer compressed, int recordCount) {
        fault = null;
        long contentBytesMax = switch (compression) {
            case NONE -> compressed.remaining();
            case GZIP -> gzipBytesMax(compressed);
            case SNAPPY -> snappyBytes(compressed);
            case LZ4 -> lz4BytesMax(compressed);
            case ZSTD -> zstdBytesMax(compressed);
        };
        if (fault == null && (long) recordCount * RecordCursor.RECORD_SIZE_BYTES_MIN > contentBytesMax) {
            fault = "there is no room for the number of records in the header";
        }
        return fault == null;
    }

    private long gzipBytesMax(ByteBuffer compressed) {
        int start = compressed.position();
        if (compressed.remaining() < GZIP_SIZE_BYTES_MIN
                || compressed.getInt(start) >>> Byte.SIZE != GZIP_MAGIC_AND_METHOD
                || (compressed.get(start + 3) & GZIP_RESERVED_FLAGS) != 0) {
            return failWith("gzip: there is no member");
        }
        return (long) compressed.remaining() * GZIP_EXPANSION_MAX;
    }

    private long snappyBytes(ByteBuffer compressed) {
        if (!SnappyFraming.isFramed(compressed) || !SnappyFraming.isKnownVersion(compressed)) {
            return failWith("snappy: the stream has no header, or one of an unknown version");
        }
        long bytes = 0;
        int index = compressed.position() + SnappyFraming.HEADER_SIZE_BYTES;
        while (index < compressed.limit()) {
            int size = compressed.limit() - index < Integer.BYTES ? -1 : compressed.getInt(index);
            index += Integer.BYTES;
            if (size < 0 || size > compressed.limit() - index) {
                return failWith("snappy: the size of a chunk is not possible");
            }
            int contentSize = SnappyFraming.contentSize(compressed, index, size);
            if (contentSize == SnappyFraming.IMPOSSIBLE) {
                return failWith("snappy: the size a block says it has is not possible");
            }
            bytes += contentSize;
            index += size;
        }
        return bytes;
    }

    private long lz4BytesMax(ByteBuffer compressed) {
        Lz4Framing framing = lz4 == null ? new Lz4Framing() : lz4;
        lz4 = framing;
        long bytes = 0;
        framing.open(compressed);
        while (framing.nextBlock()) {
            bytes += framing.isBlockCompressed() ? framing.blockBytesMax() : framing.blockSize();
            framing.endBlock(false);
        }
        return framing.isFaulty() ? failWith(framing.fault()) : bytes;
    }

    private long zstdBytesMax(ByteBuffer compressed) {
        ZstdFraming framing = zstd == null ? new ZstdFraming() : zstd;
        zstd = framing;
        long bytes = framing.contentBytesMax(compressed);
        return bytes == ZstdFraming.FAULTY ? failWith(framing.fault()) : bytes;
    }

    private long failWith(String message) {
        fault = message;
        return 0;
    }
}
