package dev.naru.storage;

import dev.naru.common.Payload;

/**
 * What a read found.
 *
 * <p>Threading: immutable; the payload has one owner.
 */
public sealed interface ReadOutcome {
    /**
     * Batches from the one that contains the asked offset on; empty at the end of what may be read. The last batch may be
     * cut short, as consumers of the protocol expect.
     *
     * @param records a stretch of one segment's file; whoever receives it releases it
     * @param segmentBaseOffset the segment it lies in
     * @param position where in the segment's file it begins
     */
    record Slice(Payload records, long segmentBaseOffset, long position) implements ReadOutcome {}

    /** The log does not reach from before to after the asked offset. */
    record OutOfRange(long offset, long logStartOffset, long logEndOffset) implements ReadOutcome {}

    /** What is on disk there cannot be read as batches any more; it has been logged. */
    record Damaged(long offset, String reason) implements ReadOutcome {}
}
