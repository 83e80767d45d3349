package dev.naru.storage;

/**
 * When a segment is closed and the next begun, and how it is indexed; under Kafka's names.
 *
 * @param sizeBytes {@code segment.bytes}: no segment grows beyond it
 * @param ms {@code segment.ms}: a segment that is older is closed
 * @param jitterMs {@code segment.jitter.ms}: taken off {@code ms} by chance, so that logs do not roll together
 * @param indexIntervalBytes {@code index.interval.bytes}: about how far index entries are apart
 * @param indexSizeBytesMax {@code segment.index.bytes}: a segment whose index reaches it is closed
 */
public record SegmentConfig(int sizeBytes, long ms, long jitterMs, int indexIntervalBytes, int indexSizeBytesMax) {
    /** Kafka's defaults. */
    public static final SegmentConfig DEFAULTS = new SegmentConfig(1 << 30, 7 * 24 * 3_600_000L, 0, 4096, 10 << 20);

    /** The same with another {@code segment.bytes}. */
    public SegmentConfig withSizeBytes(int newSizeBytes) {
        return new SegmentConfig(newSizeBytes, ms, jitterMs, indexIntervalBytes, indexSizeBytesMax);
    }

    /** The same with another {@code segment.ms}. */
    public SegmentConfig withMs(long newMs) {
        return new SegmentConfig(sizeBytes, newMs, jitterMs, indexIntervalBytes, indexSizeBytesMax);
    }

    /** The same with another index interval and size. */
    public SegmentConfig withIndex(int intervalBytes, int newIndexSizeBytesMax) {
        return new SegmentConfig(sizeBytes, ms, jitterMs, intervalBytes, newIndexSizeBytesMax);
    }
}
