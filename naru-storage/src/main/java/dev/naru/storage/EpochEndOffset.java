package dev.naru.storage;

/**
 * Where a leader epoch ends in this log.
 *
 * @param leaderEpoch the largest epoch known that is not above the asked one, or -1 if there is none
 * @param endOffset the offset after its last record, or -1 if there is none
 */
public record EpochEndOffset(int leaderEpoch, long endOffset) {
    /** This log knows no epoch at or below the asked one. */
    public static final EpochEndOffset UNKNOWN = new EpochEndOffset(-1, -1);
}
