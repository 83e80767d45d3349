package dev.naru.replication;

/**
 * What somebody wants to read from a partition.
 *
 * @param offset from where on
 * @param currentLeaderEpoch the leader epoch the reader knows, or -1 to go without a check
 * @param lastFetchedEpoch the epoch of the record before {@code offset}, or -1 to go without a check for divergence
 * @param maxBytes how much at most
 * @param minOneBatch the first batch comes whole, even if it is larger than {@code maxBytes}
 * @param bound how far the reader may see
 */
public record ReadRequest(
        long offset,
        int currentLeaderEpoch,
        int lastFetchedEpoch,
        int maxBytes,
        boolean minOneBatch,
        ReadBound bound) {}
