package dev.naru.storage;

import dev.naru.common.Invariant;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A file of fixed-size entries that begin with a growing key: what both indexes of a segment are. It is neither
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
    private final int entrySizeBytes;
    private final int keySizeBytes;
    /** Bytes in the file that are entries, or -1 until somebody needs to know. */
    private int storedBytes;

    private @Nullable ByteBuffer tail;

    /**
     * @param keySizeBytes 4 for an unsigned or 8 for a signed number, at the beginning of each entry
     * @param storedBytes size of the file, or -1 if it is to be asked when needed
     */
    EntryFile(LogFile file, int entrySizeBytes, int keySizeBytes, int storedBytes) {
        this.file = file;
        this.entrySizeBytes = entrySizeBytes;
        this.keySizeBytes = keySizeBytes;
        this.storedBytes = storedBytes;
    }

    /** Entries in file and tail. */
    int count() throws IOException {
        return (storedBytes() + tailBytes()) / entrySizeBytes;
    }

    /** Bytes of all entries. */
    int sizeBytes() throws IOException {
        return storedBytes() + tailBytes();
    }

    private int storedBytes() throws IOException {
        if (storedBytes < 0) {
            OpenFile open = file.hold();
            try {
                long bytes = open.file().sizeBytes();
                storedBytes = (int) Math.min(bytes - bytes % entrySizeBytes, Integer.MAX_VALUE - entrySizeBytes);
            } finally {
                open.release();
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
            OpenFile open = file.hold();
            try {
                open.file().write(tail.duplicate().flip(), storedBytes());
            } finally {
                open.release();
            }
            storedBytes += bytes;
            tail.clear();
        }
    }

    /** Writes the tail, makes sure that there is a file, and lets go of the memory: nothing is added any more. */
    void seal() throws IOException {
        writeTail();
        tail = null;
        file.hold().release();
    }

    /** Keeps the first {@code count} entries. */
    void truncateTo(int count) throws IOException {
        Invariant.check(count >= 0 && count <= count(), "cannot keep %d of %d entries", count, count());
        writeTail();
        OpenFile open = file.hold();
        try {
            open.file().truncate((long) count * entrySizeBytes);
        } finally {
            open.release();
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
        OpenFile open = file.hold();
        try {
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
        } finally {
            open.release();
        }
    }

    /** The entry of this number. */
    ByteBuffer entry(int number) throws IOException {
        int stored = storedBytes() / entrySizeBytes;
        if (number >= stored && tail != null) {
            int index = (number - stored) * entrySizeBytes;
            return tail.duplicate().flip().position(index);
        }
        OpenFile open = file.hold();
        try {
            return read(open, number, 1);
        } finally {
            open.release();
        }
    }

    private long keyAt(ByteBuffer buffer, int index) {
        return keySizeBytes == Integer.BYTES ? Integer.toUnsignedLong(buffer.getInt(index)) : buffer.getLong(index);
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
}
