package dev.naru.storage;

/**
 * The record a search by time found.
 *
 * @param timestampMs its timestamp
 * @param offset its offset
 * @param leaderEpoch the epoch of the leader that appended it, or -1 if unknown
 */
public record TimestampOffset(long timestampMs, long offset, int leaderEpoch) {}
