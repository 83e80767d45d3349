package dev.naru.storage;

/**
 * A transaction whose records a {@code read_committed} consumer leaves out.
 *
 * @param producerId whose it was
 * @param firstOffset offset of its first record in this partition
 * @param lastOffset offset of its abort marker
 * @param lastStableOffset the last stable offset when the marker was written
 */
public record AbortedTransaction(long producerId, long firstOffset, long lastOffset, long lastStableOffset) {}
