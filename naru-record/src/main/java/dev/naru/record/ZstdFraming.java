package dev.naru.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Walks zstd frames (RFC 8878) without decompressing anything. All numbers are little-endian.
 *
 * <pre>
 *  magic              int32    0xFD2FB528 (0x184D2A50 to 5F: a size and that many bytes to skip)
 *  descriptor         int8     bits 7-6 size of the content size, 5 single segment, 3 zero, 2 checksum, 1-0 size of the dictionary id
 *  window             int8     unless single segment: bits 7-3 exponent - 10, 2-0 eighths
 *  dictionary id      0 to 4 bytes
 *  content size       0 to 8 bytes
 *  blocks:            int24    bit 0 last, bits 2-1 type (0 raw, 1 one byte repeated, 2 compressed), the rest size; bytes
 *  checksum           int32    if the descriptor says so
 * </pre>
 *
 * <p>A frame that needs a dictionary, or a larger window than readers allow unasked, is refused: no consumer could read it.
 *
 * <p>Threading: confined to its user.
 */
final class ZstdFraming {
    static final int MAGIC = 0xFD2FB528;

    /** What {@link #contentBytesMax} answers if there is a {@link #fault}. */
    static final int FAULTY = -1;

    private static final long WINDOW_BYTES_MAX = 1L << 27;
    private static final int BLOCK_BYTES_MAX = 128 << 10;
    private static final int SKIPPABLE_MAGIC = 0x184D2A50;
    private static final int SKIPPABLE_MASK = 0xfffffff0;
    private static final int SINGLE_SEGMENT_BIT = 0x20;
    private static final int RESERVED_BIT = 0x08;
    private static final int CHECKSUM_BIT = 0x04;
    private static final int DICTIONARY_MASK = 0x03;
    private static final int WINDOW_LOG_MIN = 10;
    private static final int BLOCK_HEADER_BYTES = 3;
    private static final int BLOCK_RAW = 0;
    private static final int BLOCK_REPEATED = 1;
    private static final int BLOCK_COMPRESSED = 2;

    private ByteBuffer source = ByteBuffer.allocate(0);
    private long contentBytes;
    private @Nullable String fault;

    String fault() {
        return fault == null ? "nothing is wrong with it" : "zstd: " + fault;
    }

    /** The most the frames can decompress to, {@link #FAULTY} if they are not frames a consumer can read. */
    long contentBytesMax(ByteBuffer compressed) {
        source = compressed.order(ByteOrder.LITTLE_ENDIAN);
        contentBytes = 0;
        fault = null;
        while (source.hasRemaining() && fault == null) {
            readFrame();
        }
        return fault == null ? contentBytes : FAULTY;
    }

    private void readFrame() {
        if (source.remaining() < Integer.BYTES + 1) {
            failWith("there is no frame");
            return;
        }
        int magic = source.getInt();
        if ((magic & SKIPPABLE_MASK) == SKIPPABLE_MAGIC) {
            skip(source.remaining() < Integer.BYTES ? -1 : source.getInt());
        } else if (magic == MAGIC) {
            readDataFrame();
        } else {
            failWith("there is no frame");
        }
    }

    private void readDataFrame() {
        int descriptor = source.get() & 0xff;
        boolean isSingleSegment = (descriptor & SINGLE_SEGMENT_BIT) != 0;
        int dictionaryIdBytes = (1 << (descriptor & DICTIONARY_MASK)) >> 1;
        int contentSizeCode = descriptor >> 6;
        int contentSizeBytes = contentSizeCode == 0 ? (isSingleSegment ? 1 : 0) : 1 << contentSizeCode;
        if (source.remaining() < (isSingleSegment ? 0 : 1) + dictionaryIdBytes + contentSizeBytes) {
            failWith("the frame ends in its header");
            return;
        }
        long windowBytes = isSingleSegment ? 0 : windowBytes(source.get() & 0xff);
        long dictionaryId = readNumber(dictionaryIdBytes);
        long contentSize = readNumber(contentSizeBytes) + (contentSizeCode == 1 ? 256 : 0);
        windowBytes = isSingleSegment ? contentSize : windowBytes;
        if ((descriptor & RESERVED_BIT) != 0 || dictionaryId != 0) {
            failWith("the frame is of an unknown kind, or needs a dictionary");
        } else if (windowBytes < 0 || windowBytes > WINDOW_BYTES_MAX) {
            failWith("the frame needs a larger window than consumers have");
        } else {
            long blockBytes = readBlocks();
            boolean isSizeKnown = contentSizeBytes > 0 && contentSize >= 0;
            contentBytes += isSizeKnown ? Math.min(contentSize, blockBytes) : blockBytes;
            if (fault == null && (descriptor & CHECKSUM_BIT) != 0) {
                skip(Integer.BYTES);
            }
        }
    }

    /** Goes past the blocks of a frame and says how much can be in them at the most. */
    private long readBlocks() {
        long bytes = 0;
        boolean isLast = false;
        while (!isLast && fault == null) {
            if (source.remaining() < BLOCK_HEADER_BYTES) {
                failWith("the frame is not complete");
                return bytes;
            }
            int header = (int) readNumber(BLOCK_HEADER_BYTES);
            isLast = (header & 1) != 0;
            int type = (header >> 1) & 0x03;
            int size = header >> 3;
            if (type > BLOCK_COMPRESSED || size > BLOCK_BYTES_MAX) {
                failWith("a block is not possible");
                return bytes;
            }
            bytes += type == BLOCK_RAW || type == BLOCK_REPEATED ? size : BLOCK_BYTES_MAX;
            skip(type == BLOCK_REPEATED ? 1 : size);
        }
        return bytes;
    }

    private static long windowBytes(int descriptor) {
        long base = 1L << (WINDOW_LOG_MIN + (descriptor >> 3));
        return base + base / 8 * (descriptor & 0x07);
    }

    private long readNumber(int sizeBytes) {
        long number = 0;
        for (int shift = 0; shift < sizeBytes * Byte.SIZE; shift += Byte.SIZE) {
            number |= (source.get() & 0xffL) << shift;
        }
        return number;
    }

    private void skip(int count) {
        if (count < 0 || count > source.remaining()) {
            failWith("the frame is not complete");
        } else {
            source.position(source.position() + count);
        }
    }

    private void failWith(String message) {
        fault = message;
    }
}
