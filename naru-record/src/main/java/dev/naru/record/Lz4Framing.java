package dev.naru.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;
import org.jspecify.annotations.Nullable;

/**
 * The LZ4 frame as record batches have it. All numbers are little-endian.
 *
 * <pre>
 *  magic             int32    0x184D2204
 *  flags             int8     bits 7-6 version 01, 5 blocks are independent, 4 block checksums, 3 content size,
 *                             2 content checksum, 1 zero, 0 dictionary
 *  block descriptor  int8     bits 6-4 largest block: 4 64 KiB, 5 256 KiB, 6 1 MiB, 7 4 MiB; the rest zero
 *  content size      int64    if the flags say so
 *  header checksum   int8     second byte of the xxHash32 of the flags to the content size
 *  blocks:           size int32, top bit set if the block is not compressed; bytes; checksum int32 if the flags say so
 *  end               int32    0
 *  content checksum  int32    if the flags say so
 * </pre>
 *
 * <p>Blocks that depend on those before them, and dictionaries, are refused, because the Java client cannot read them: a
 * batch that got in would stop every consumer of the partition. Nothing follows the frame.
 *
 * <p>Threading: confined to its user.
 */
final class Lz4Framing {
    static final int MAGIC = 0x184D2204;
    static final int VERSION_BITS = 0x40;
    static final int INDEPENDENT_BIT = 0x20;
    static final int NOT_COMPRESSED_BIT = 0x80000000;
    static final int SMALLEST_BLOCK_CODE = 4;
    static final int SMALLEST_BLOCK_BYTES = 64 << 10;

    private static final int VERSION_MASK = 0xc0;
    private static final int BLOCK_CHECKSUM_BIT = 0x10;
    private static final int CONTENT_SIZE_BIT = 0x08;
    private static final int CONTENT_CHECKSUM_BIT = 0x04;
    private static final int RESERVED_MASK = 0x03;
    private static final int BLOCK_CODE_SHIFT = 4;
    private static final int BLOCK_CODE_RESERVED_MASK = 0x8f;
    private static final int MAGIC_AND_DESCRIPTOR_BYTES = 6;

    /** In Java, so that looking at a frame does not load the native library. */
    private static final XXHash32 HASH = XXHashFactory.fastestJavaInstance().hash32();

    private ByteBuffer source = ByteBuffer.allocate(0);
    private int flags;
    private int blockBytesMax;
    private int blockSize;
    private boolean ended;
    private @Nullable String fault;

    /** What is wrong with the frame, if a method said no. */
    String fault() {
        return fault == null ? "nothing is wrong with it" : "lz4: " + fault;
    }

    /** Reads the header; false if this is no frame that every consumer can read. */
    boolean open(ByteBuffer compressed) {
        source = compressed.order(ByteOrder.LITTLE_ENDIAN);
        fault = null;
        ended = false;
        if (source.remaining() <= MAGIC_AND_DESCRIPTOR_BYTES || source.getInt() != MAGIC) {
            return failWith("there is no frame");
        }
        int descriptorIndex = source.position();
        flags = source.get() & 0xff;
        int blockCode = source.get() & 0xff;
        if ((flags & VERSION_MASK) != VERSION_BITS || (flags & RESERVED_MASK) != 0) {
            return failWith("the frame has an unknown version, or a dictionary");
        }
        if (!has(INDEPENDENT_BIT)) {
            return failWith("blocks must be independent of each other");
        }
        if ((blockCode & BLOCK_CODE_RESERVED_MASK) != 0 || blockCode >> BLOCK_CODE_SHIFT < SMALLEST_BLOCK_CODE) {
            return failWith("the frame has an unknown block size");
        }
        blockBytesMax = SMALLEST_BLOCK_BYTES << (2 * ((blockCode >> BLOCK_CODE_SHIFT) - SMALLEST_BLOCK_CODE));
        int optionalBytes = has(CONTENT_SIZE_BIT) ? Long.BYTES : 0;
        if (source.remaining() <= optionalBytes) {
            return failWith("the frame ends in its header");
        }
        source.position(source.position() + optionalBytes);
        byte checksum = headerChecksum(source, descriptorIndex, source.position() - descriptorIndex);
        return source.get() == checksum || failWith("the checksum of the header is wrong");
    }

    /** Moves to the next block; false at the end of the frame, and if there is a {@link #isFaulty fault}. */
    boolean nextBlock() {
        if (ended) {
            return false;
        }
        if (source.remaining() < Integer.BYTES) {
            return failWith("the frame ends without its end mark");
        }
        blockSize = source.getInt();
        if (blockSize == 0) {
            ended = true;
            int trailerBytes = has(CONTENT_CHECKSUM_BIT) ? Integer.BYTES : 0;
            return source.remaining() != trailerBytes && failWith("something follows the end of the frame");
        }
        if (blockSize() > blockBytesMax || blockSize() > source.remaining() - checksumBytes()) {
            return failWith("the size of a block is not possible");
        }
        return true;
    }

    boolean isFaulty() {
        return fault != null;
    }

    /** Where in the source the block is. */
    int blockIndex() {
        return source.position();
    }

    int blockSize() {
        return blockSize & ~NOT_COMPRESSED_BIT;
    }

    boolean isBlockCompressed() {
        return (blockSize & NOT_COMPRESSED_BIT) == 0;
    }

    /** The most a block can hold. */
    int blockBytesMax() {
        return blockBytesMax;
    }

    /** Goes past the block; false if its checksum is asked for and wrong. */
    boolean endBlock(boolean checked) {
        int index = source.position();
        source.position(index + blockSize());
        if (!has(BLOCK_CHECKSUM_BIT)) {
            return true;
        }
        int expected = source.getInt();
        return !checked
                || HASH.hash(source, index, blockSize(), 0) == expected
                || failWith("the checksum of a block is wrong");
    }

    static byte headerChecksum(ByteBuffer source, int index, int size) {
        return (byte) (HASH.hash(source, index, size, 0) >> Byte.SIZE);
    }

    private int checksumBytes() {
        return has(BLOCK_CHECKSUM_BIT) ? Integer.BYTES : 0;
    }

    private boolean has(int bit) {
        return (flags & bit) != 0;
    }

    /** Always false, for the caller to return. */
    private boolean failWith(String message) {
        fault = message;
        ended = true;
        return false;
    }
}
