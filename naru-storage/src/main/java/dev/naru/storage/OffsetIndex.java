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

    private static final EntryFile.Layout LAYOUT = new EntryFile.Layout(ENTRY_SIZE_BYTES, Integer.BYTES, 0);

    private final EntryFile entries;

    OffsetIndex(LogFile file, long baseOffset, int storedBytes) {
        this.entries = new EntryFile(file, baseOffset, LAYOUT, storedBytes);
    }

    /** The file, to be sealed, forced, cut. */
    EntryFile entries() {
        return entries;
    }

    void append(long lastOffset, int position) throws IOException {
        entries.slot().putInt(Math.toIntExact(entries.distanceOf(lastOffset))).putInt(position);
    }

    /** The last entry whose batch ends at or before {@code offset}; null if there is none. */
    @Nullable
    Entry floorEntry(long offset) throws IOException {
        ByteBuffer found = entries.floor(entries.distanceOf(offset));
        return found == null ? null : toEntry(found);
    }

    /** The last entry; null if there is none. */
    @Nullable
    Entry lastEntry() throws IOException {
        ByteBuffer last = entries.last();
        return last == null ? null : toEntry(last);
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

    private Entry toEntry(ByteBuffer bytes) {
        return new Entry(entries.offsetIn(bytes), bytes.getInt(bytes.position() + Integer.BYTES));
    }

    /** A batch that begins at {@code position} and whose last record has {@code lastOffset}; to be checked. */
    record Entry(long lastOffset, int position) {}
}
