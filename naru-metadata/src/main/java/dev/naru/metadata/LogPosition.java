package dev.naru.metadata;

/**
 * A place in the metadata log: everything below {@code endOffset} has been read.
 *
 * @param endOffset the offset of the next record
 * @param epoch the controller epoch of the record before it
 */
public record LogPosition(long endOffset, int epoch) {
    /** Before the first record. */
    public static final LogPosition START = new LogPosition(0, 0);
}
