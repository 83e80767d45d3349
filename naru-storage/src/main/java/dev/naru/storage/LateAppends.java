package dev.naru.storage;

/**
 * Guesses whether the page cache still has a stretch of a log, which Java cannot ask: it does if this process has appended to the
 * log in the last minutes and the stretch is not far behind its end. What an earlier process wrote counts as old. A wrong guess
 * costs a reader of old data a copy, or the loop a wait for the disk; docs/decisions/cold-reads.md has the reasons.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class LateAppends {
    static final long LATELY_NANOS = 600_000_000_000L;
    static final long LATELY_BYTES = 256 << 20;

    private boolean appended;
    private long lastAppendNanos;

    void onAppended(long nowNanos) {
        appended = true;
        lastAppendNanos = nowNanos;
    }

    /** True if what is at this position of the segment and behind it was written lately. */
    boolean cover(Segments segments, Segment segment, int position, long nowNanos) {
        if (!appended || nowNanos - lastAppendNanos > LATELY_NANOS) {
            return false;
        }
        long bytesBehind = (long) segment.sizeBytes() - position;
        for (int i = segments.count() - 1; segments.get(i) != segment && bytesBehind <= LATELY_BYTES; i--) {
            bytesBehind += segments.get(i).sizeBytes();
        }
        return bytesBehind <= LATELY_BYTES;
    }
}
