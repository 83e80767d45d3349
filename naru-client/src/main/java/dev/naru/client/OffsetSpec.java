package dev.naru.client;

/**
 * A place in a partition that only its leader can turn into an offset.
 *
 * @param timestamp what the ListOffsets API takes: milliseconds since the epoch, or one of its negative special values
 */
public record OffsetSpec(long timestamp) {
    private static final long LATEST_TIMESTAMP = -1;
    private static final long EARLIEST_TIMESTAMP = -2;
    private static final long MAX_TIMESTAMP = -3;

    /** The first record there still is. */
    public static OffsetSpec earliest() {
        return new OffsetSpec(EARLIEST_TIMESTAMP);
    }

    /** Behind the last record a consumer may see. */
    public static OffsetSpec latest() {
        return new OffsetSpec(LATEST_TIMESTAMP);
    }

    /** The record with the largest timestamp; the last of them if there are several. */
    public static OffsetSpec largestTimestamp() {
        return new OffsetSpec(MAX_TIMESTAMP);
    }

    /**
     * The first record that is not older.
     *
     * @param timestampMs milliseconds since the epoch, zero or more
     */
    public static OffsetSpec since(long timestampMs) {
        if (timestampMs < 0) {
            throw new IllegalArgumentException("a timestamp is zero or more, not " + timestampMs);
        }
        return new OffsetSpec(timestampMs);
    }
}
