package dev.naru.replication;

/**
 * The offsets of a partition that a reader is told, as they were at one moment.
 *
 * @param highWatermark all below it is on every in-sync replica
 * @param lastStableOffset all below it belongs to no open transaction
 * @param logStartOffset the first record there is
 */
public record PartitionOffsets(long highWatermark, long lastStableOffset, long logStartOffset) {}
