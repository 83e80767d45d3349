package dev.naru.record;

import org.jspecify.annotations.Nullable;

/**
 * Finds a record of a batch by its time, for ListOffsets. The header says which batch to look into; only then are records
 * read.
 *
 * <p>Threading: stateless; the reader is the caller's.
 */
public final class TimestampSearch {
    private TimestampSearch() {}

    /** A record: where it is, and of when. */
    public record Found(long offset, long timestamp) {}

    /**
     * The first record from {@code fromOffset} on that is not older than {@code timestamp}, or null.
     *
     * @throws CorruptBatchException if the batch cannot be read
     */
    public static @Nullable Found firstAtOrAfter(
            BatchView batch, long timestamp, long fromOffset, RecordReader reader) {
        if (batch.maxTimestamp() < timestamp || batch.lastOffset() < fromOffset) {
            return null;
        }
        reader.open(batch);
        while (reader.next()) {
            if (reader.timestamp() >= timestamp && reader.offset() >= fromOffset) {
                return new Found(reader.offset(), reader.timestamp());
            }
        }
        return null;
    }

    /**
     * The first record of the largest time in the batch, or null if the batch is empty.
     *
     * @throws CorruptBatchException if the batch cannot be read
     */
    public static @Nullable Found latest(BatchView batch, RecordReader reader) {
        Found latest = null;
        reader.open(batch);
        while (reader.next()) {
            if (latest == null || reader.timestamp() > latest.timestamp()) {
                latest = new Found(reader.offset(), reader.timestamp());
            }
        }
        return latest;
    }
}
