package dev.naru.storage;

/**
 * The topic settings one log needs, under Kafka's names.
 *
 * <p>Immutable; a changed topic configuration is a new value given to {@link Log#setConfig}.
 *
 * @param segmentSizeBytes {@code segment.bytes}: no segment grows beyond it
 * @param segmentMs {@code segment.ms}: a segment that is older is closed
 * @param segmentJitterMs {@code segment.jitter.ms}: taken off {@code segmentMs} by chance, so that logs do not roll together
 * @param indexIntervalBytes {@code index.interval.bytes}: about how far index entries are apart
 * @param indexSizeBytesMax {@code segment.index.bytes}: a segment whose index reaches it is closed
 * @param deletesByRetention {@code cleanup.policy} contains {@code delete}
 * @param retentionMs {@code retention.ms}, -1 for ever
 * @param retentionSizeBytes {@code retention.bytes}, -1 for no limit
 * @param fileDeleteDelayMs {@code file.delete.delay.ms}: how long a dropped file stays, renamed
 * @param flushMessages {@code flush.messages}: an fsync is asked for after so many messages
 * @param flushMs {@code flush.ms}: an fsync is asked for when unforced data is older
 */
public record LogConfig(
        int segmentSizeBytes,
        long segmentMs,
        long segmentJitterMs,
        int indexIntervalBytes,
        int indexSizeBytesMax,
        boolean deletesByRetention,
        long retentionMs,
        long retentionSizeBytes,
        long fileDeleteDelayMs,
        long flushMessages,
        long flushMs) {
    private static final long WEEK_MS = 7 * 24 * 3_600_000L;

    /** Kafka's defaults. */
    public static final LogConfig DEFAULTS = new LogConfig(
            1 << 30, WEEK_MS, 0, 4096, 10 << 20, true, WEEK_MS, -1, 60_000, Long.MAX_VALUE, Long.MAX_VALUE);

    /** The same with another {@code segment.bytes}. */
    public LogConfig withSegmentSizeBytes(int sizeBytes) {
        return new LogConfig(
                sizeBytes,
                segmentMs,
                segmentJitterMs,
                indexIntervalBytes,
                indexSizeBytesMax,
                deletesByRetention,
                retentionMs,
                retentionSizeBytes,
                fileDeleteDelayMs,
                flushMessages,
                flushMs);
    }

    /** The same with another {@code segment.ms}. */
    public LogConfig withSegmentMs(long ms) {
        return new LogConfig(
                segmentSizeBytes,
                ms,
                segmentJitterMs,
                indexIntervalBytes,
                indexSizeBytesMax,
                deletesByRetention,
                retentionMs,
                retentionSizeBytes,
                fileDeleteDelayMs,
                flushMessages,
                flushMs);
    }

    /** The same with another index interval and size. */
    public LogConfig withIndex(int intervalBytes, int sizeBytesMax) {
        return new LogConfig(
                segmentSizeBytes,
                segmentMs,
                segmentJitterMs,
                intervalBytes,
                sizeBytesMax,
                deletesByRetention,
                retentionMs,
                retentionSizeBytes,
                fileDeleteDelayMs,
                flushMessages,
                flushMs);
    }

    /** The same with another retention by time and size, -1 for none. */
    public LogConfig withRetention(long ms, long sizeBytes) {
        return new LogConfig(
                segmentSizeBytes,
                segmentMs,
                segmentJitterMs,
                indexIntervalBytes,
                indexSizeBytesMax,
                deletesByRetention,
                ms,
                sizeBytes,
                fileDeleteDelayMs,
                flushMessages,
                flushMs);
    }
}
