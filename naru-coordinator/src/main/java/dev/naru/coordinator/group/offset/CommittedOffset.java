package dev.naru.coordinator.group.offset;

import dev.naru.common.Uuid;
import dev.naru.protocol.group.OffsetCommitValue;

/**
 * How far a group has come in a partition.
 *
 * @param recordOffset where in the log this stands; of two, the one that stands later is true
 * @param offset the next offset to read
 * @param leaderEpoch of the last record that was read, or -1
 * @param metadata whatever the client wrote beside it
 * @param commitTimestampMs when it was committed
 * @param expireTimestampMs when it expires if the client said so, as very old ones could; or -1
 * @param topicId of the topic, or zero if it was not known
 *
 * <p>Threading: immutable.
 */
public record CommittedOffset(
        long recordOffset,
        long offset,
        int leaderEpoch,
        String metadata,
        long commitTimestampMs,
        long expireTimestampMs,
        Uuid topicId) {
    /** Said where there is no offset. */
    public static final long NO_OFFSET = -1;

    static CommittedOffset of(long recordOffset, OffsetCommitValue value) {
        return new CommittedOffset(
                recordOffset,
                value.offset(),
                value.leaderEpoch(),
                value.metadata(),
                value.commitTimestamp(),
                value.expireTimestamp(),
                value.topicId());
    }

    /** True if the retention of the offset is its own, not the broker's. */
    boolean hasOwnExpiry() {
        return expireTimestampMs >= 0;
    }
}
