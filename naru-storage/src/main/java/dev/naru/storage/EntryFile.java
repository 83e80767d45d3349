package dev.naru.storage;

import dev.naru.common.Invariant;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A file of fixed-size entries that begin with a growing key and tell an offset: what both indexes of a segment are. It is neither
 * memory-mapped nor pre-allocated. New entries gather in a small tail in memory and are written some at a time; a search looks in the
 * tail, then in the last block of the file, then halves the rest by positioned reads.
 *
 * <p>What a search answers is only as good as the file: the caller checks it against the log.
 *
 * <p>Threading: confined to the segment's owner.
 */
final class EntryFile {
    private static final int TAIL_ENTRIES_MAX = 32;
    private static final int BLOCK_ENTRIES = 256;

    private final LogFile file;
    private final long baseOffset;
    private final Layout layout;
    private final int entrySizeBytes;
    /** Bytes in the file that are entries, or -1 until somebody needs to know. */
    private int storedBytes;

    private @Nullable ByteBuffer tail;

    /**
     * @param baseOffset the segment's: what the offsets in the entries are counted from
     * @param storedBytes size of the file, or -1 if it is to be asked when needed
     */
    EntryFile(LogFile file, long baseOffset, Layout layout, int storedBytes) {
        this.file = file;
        this.baseOffset = baseOffset;
        this.layout = layout;
        this.entrySizeBytes = layout.entrySizeBytes;
        this.storedBytes = storedBytes;
    }

    /** Entries in file and tail. */
    int count() throws IOException {
        return (storedBytes() + tailBytes()) / entrySizeBytes;
    }

    /** True if one more entry would make it larger than {@code sizeBytesMax}. */
    boolean isFull(int sizeBytesMax) throws IOException {
        return storedBytes() + tailBytes() + entrySizeBytes > sizeBytesMax;
    }

    private int storedBytes() throws IOException {
        if (storedBytes < 0) {
            try (OpenFile open = file.hold()) {
                long bytes = open.file().sizeBytes();
                storedBytes = (int) Math.min(bytes - bytes % entrySizeBytes, Integer.MAX_VALUE - entrySizeBytes);
            }
        }
        return storedBytes;
    }

    private int tailBytes() {
        return tail == null ? 0 : tail.position();
    }

    /** Room for one more entry, in the tail; the caller fills all of it. */
    ByteBuffer slot() throws IOException {
        storedBytes();
        if (tail == null) {
            tail = ByteBuffer.allocate(TAIL_ENTRIES_MAX * entrySizeBytes);
        } else if (!tail.hasRemaining()) {
            writeTail();
        }
        return tail;
    }

    /** Writes what is in memory only. */
    void writeTail() throws IOException {
        if (tail != null && tail.position() > 0) {
            int bytes = tail.position();
            try (OpenFile open = file.hold()) {
                open.file().write(tail.duplicate().flip(), storedBytes());
            }
            storedBytes += bytes;
            tail.clear();
        }
    }

    /** Writes the tail, makes sure that there is a file, and lets go of the memory: nothing is added any more. */
    void seal() throws IOException {
        writeTail();
        tail = null;
        file.hold().close();
    }

    /** Drops the entries that tell {@code offset} or a later one. */
    void truncateToOffset(long offset) throws IOException {
        int count = count();
        while (count > 0 && offsetIn(entry(count - 1)) >= offset) {
            count--;
        }
        truncateTo(count);
    }

    /** Keeps the first {@code count} entries. */
    private void truncateTo(int count) throws IOException {
        Invariant.check(count >= 0 && count <= count(), "cannot keep %d of %d entries", count, count());
        writeTail();
        try (OpenFile open = file.hold()) {
            open.file().truncate((long) count * entrySizeBytes);
        }
        storedBytes = count * entrySizeBytes;
    }

    /** Drops all entries, and bytes that are none. */
    void clear() throws IOException {
        tail = null;
        storedBytes = 0;
        if (file.exists()) {
            truncateTo(0);
        }
    }

    /**
     * The last entry whose key is at most {@code key}: its bytes begin at the result's position. Null if there is none.
     */
    @Nullable
    ByteBuffer floor(long key) throws IOException {
        ByteBuffer inMemory = tail;
        if (inMemory != null && inMemory.position() > 0 && keyAt(inMemory, 0) <= key) {
            return floorIn(inMemory.duplicate().flip(), key);
        }
        int low = 0;
        int high = storedBytes() / entrySizeBytes;
        if (high == 0) {
            return null;
        }
        try (OpenFile open = file.hold()) {
            int lastBlock = Math.max(0, high - BLOCK_ENTRIES);
            if (lastBlock > 0) {
                if (keyAt(read(open, lastBlock, 1), 0) <= key) {
                    low = lastBlock;
                } else {
                    high = lastBlock;
                }
            }
            while (high - low > BLOCK_ENTRIES) {
                int middle = (low + high) >>> 1;
                if (keyAt(read(open, middle, 1), 0) <= key) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return floorIn(read(open, low, high - low), key);
        }
    }

    /** The last entry; null if there is none. */
    @Nullable
    ByteBuffer last() throws IOException {
        int count = count();
        return count == 0 ? null : entry(count - 1);
    }

    /** The entry of this number: its bytes begin at the result's position. */
    ByteBuffer entry(int number) throws IOException {
        int stored = storedBytes() / entrySizeBytes;
        if (number >= stored && tail != null) {
            int index = (number - stored) * entrySizeBytes;
            return tail.duplicate().flip().position(index);
        }
        try (OpenFile open = file.hold()) {
            return read(open, number, 1);
        }
    }

    /** How far an offset is from the base offset: what an entry has of it, in 4 bytes. */
    long distanceOf(long offset) {
        return offset - baseOffset;
    }

    /** The offset an entry tells. */
    long offsetIn(ByteBuffer entry) {
        return baseOffset + Integer.toUnsignedLong(entry.getInt(entry.position() + layout.offsetAt));
    }

    private long keyAt(ByteBuffer buffer, int index) {
        return layout.keySizeBytes == Integer.BYTES
                ? Integer.toUnsignedLong(buffer.getInt(index))
                : buffer.getLong(index);
    }

    private @Nullable ByteBuffer floorIn(ByteBuffer entries, long key) {
        int low = 0;
        int high = entries.limit() / entrySizeBytes;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keyAt(entries, middle * entrySizeBytes) <= key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : entries.position((low - 1) * entrySizeBytes);
    }

    private ByteBuffer read(OpenFile open, int number, int entries) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(entries * entrySizeBytes);
        int count = open.file().read(buffer, (long) number * entrySizeBytes);
        if (count != buffer.capacity()) {
            throw new IOException(file + " ended before its entry " + (number + entries));
        }
        return buffer.flip();
    }

    LogFile file() {
        return file;
    }

    /**
     * What an entry looks like.
     *
     * @param keySizeBytes 4 for an unsigned or 8 for a signed number, at the beginning
     * @param offsetAt where the offset is, in 4 bytes
     */
    record Layout(int entrySizeBytes, int keySizeBytes, int offsetAt) {}
}
