package dev.naru.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * {@code .timeindex}: the largest timestamp of a segment so far, and the batch that has it. No batch up to that one has a
 * larger timestamp.
 *
 * <pre>
 *  at  size  field
 *   0   8    timestamp
 *   8   4    offset of the batch's last record - base offset of the segment
 * </pre>
 *
 * <p>Threading: confined to the segment's owner.
 */
final class TimeIndex {
    static final int ENTRY_SIZE_BYTES = 12;

    private static final EntryFile.Layout LAYOUT = new EntryFile.Layout(ENTRY_SIZE_BYTES, Long.BYTES, Long.BYTES);

    private final EntryFile entries;

    TimeIndex(LogFile file, long baseOffset, int storedBytes) {
        this.entries = new EntryFile(file, baseOffset, LAYOUT, storedBytes);
    }

    /** The file, to be sealed, forced, cut. */
    EntryFile entries() {
        return entries;
    }

    /** Adds an entry if it says more than the last one. */
    void appendIfLater(long timestampMs, long lastOffset) throws IOException {
        Entry last = lastEntry();
        if (timestampMs >= 0 && (last == null || timestampMs > last.timestampMs)) {
            entries.slot().putLong(timestampMs).putInt(Math.toIntExact(entries.distanceOf(lastOffset)));
        }
    }

    /** The last entry with a timestamp of at most this; null if there is none. */
    @Nullable
    Entry floorEntry(long timestampMs) throws IOException {
        return toEntry(entries.floor(timestampMs));
    }

    /** The last entry; null if there is none. */
    @Nullable
    Entry lastEntry() throws IOException {
        return toEntry(entries.last());
    }

    private @Nullable Entry toEntry(@Nullable ByteBuffer bytes) {
        return bytes == null ? null : new Entry(bytes.getLong(bytes.position()), entries.offsetIn(bytes));
    }

    /** The batch that ends with {@code lastOffset} has the largest timestamp up to there; to be checked. */
    record Entry(long timestampMs, long lastOffset) {}
}
