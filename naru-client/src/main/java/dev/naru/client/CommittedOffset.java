package dev.naru.client;

/**
 * How far a group has read a partition, as it is kept in the cluster.
 *
 * @param offset of the next record to read, zero or more
 * @param leaderEpoch epoch of the leader that wrote the record before it, so that whoever goes on from here notices a log
 *     that was cut; -1 if not known
 * @param metadata what the committer wanted to remember beside it; brokers take 4096 bytes unless told otherwise
 */
public record CommittedOffset(long offset, int leaderEpoch, String metadata) {
    public CommittedOffset {
        if (offset < 0) {
            throw new IllegalArgumentException("an offset is zero or more, not " + offset);
        }
    }

    /** An offset with nothing beside it. */
    public static CommittedOffset of(long offset) {
        return new CommittedOffset(offset, -1, "");
    }
}
