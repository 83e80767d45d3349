package dev.naru.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * {@code .index}: where in the segment's file a batch begins, for about every {@code index.interval.bytes} of it.
 *
 * <pre>
 *  at  size  field
 *   0   4    offset of the batch's last record - base offset of the segment
 *   4   4    position of the batch in the .log file
 * </pre>
 *
 * <p>Threading: confined to the segment's owner.
 */
final class OffsetIndex {
    static final int ENTRY_SIZE_BYTES = 8;

    private final long baseOffset;
    private final EntryFile entries;

    OffsetIndex(LogFile file, long baseOffset, int storedBytes) {
        this.baseOffset = baseOffset;
        this.entries = new EntryFile(file, ENTRY_SIZE_BYTES, Integer.BYTES, storedBytes);
    }

    /** The file, to be sealed, forced, cleared. */
    EntryFile entries() {
        return entries;
    }

    void append(long lastOffset, int position) throws IOException {
        entries.slot().putInt(Math.toIntExact(lastOffset - baseOffset)).putInt(position);
    }

    /** The last entry whose batch ends at or before {@code offset}; null if there is none. */
    @Nullable
    Entry floorEntry(long offset) throws IOException {
        ByteBuffer found = entries.floor(offset - baseOffset);
        return found == null ? null : toEntry(found);
    }

    /** The last entry; null if there is none. */
    @Nullable
    Entry lastEntry() throws IOException {
        int count = entries.count();
        return count == 0 ? null : entry(count - 1);
    }

    /** The entry of this number. */
    Entry entry(int number) throws IOException {
        return toEntry(entries.entry(number));
    }

    /** How many entries are of batches that begin before {@code position}. */
    int countBefore(int position) throws IOException {
        int low = 0;
        int high = entries.count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entry(middle).position() < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Drops the entries of batches that end at {@code offset} or later. */
    void truncateToOffset(long offset) throws IOException {
        int count = entries.count();
        while (count > 0 && offsetAt(entries.entry(count - 1)) >= offset) {
            count--;
        }
        entries.truncateTo(count);
    }

    private long offsetAt(ByteBuffer bytes) {
        return baseOffset + Integer.toUnsignedLong(bytes.getInt(bytes.position()));
    }

    private Entry toEntry(ByteBuffer bytes) {
        return new Entry(offsetAt(bytes), bytes.getInt(bytes.position() + 4));
    }

    /** A batch that begins at {@code position} and whose last record has {@code lastOffset}; to be checked. */
    record Entry(long lastOffset, int position) {}
}
