package dev.naru.coordinator.group;

import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A group, as the coordinator's common parts see it: committed offsets, listing, deletion. What its members do is between
 * them and the protocol they speak.
 *
 * <p>Threading: confined to the shard's loop.
 */
public interface Group {
    /** Returned by {@link #offsetsUnusedSinceMs} while no offset of the group may expire. */
    long NOT_UNUSED = Long.MAX_VALUE;

    /** The name of the group. */
    String groupId();

    /** The protocol of its members. */
    GroupType type();

    /** The state as the protocol names it, such as {@code Stable}. */
    String stateName();

    /** What the members are for: {@code consumer}, {@code connect}; empty if nobody ever joined. */
    String protocolType();

    /** True if it has no members. */
    boolean isEmpty();

    /**
     * Whether offsets may be committed, and by this member.
     *
     * @param memberId empty for a client outside the group's protocol
     * @param generationIdOrMemberEpoch below zero for a client outside the group's protocol
     * @param isTransactional true for TxnOffsetCommit
     * @param apiVersion of the request; older versions know fewer errors
     */
    ErrorCode validateOffsetCommit(
            String memberId,
            @Nullable String instanceId,
            int generationIdOrMemberEpoch,
            boolean isTransactional,
            short apiVersion);

    /** Whether this member, which may commit at all, may commit an offset of this partition in this epoch. */
    default ErrorCode validateOffsetCommit(String memberId, int memberEpoch, Uuid topicId, int partition) {
        return ErrorCode.NONE;
    }

    /**
     * Whether committed offsets may be read by this member.
     *
     * @param memberId null for a client that does not say
     * @param memberEpoch below zero for a client that does not say
     */
    ErrorCode validateOffsetFetch(@Nullable String memberId, int memberEpoch);

    /** Offsets of this member, or of nobody's if it is empty, are about to be committed: whoever commits is alive. */
    void onOffsetCommit(String memberId);

    /** Whether the group may be deleted. */
    ErrorCode validateDelete();

    /** Whether committed offsets may be deleted; those of subscribed topics are refused one by one. */
    ErrorCode validateOffsetDelete();

    /** True if a member, or one that may be there, consumes this topic; its offsets are then neither deleted nor expired. */
    boolean isSubscribedTo(String topic);

    /**
     * Since when an offset has been of no use, as far as the group knows: retention counts from there.
     *
     * @param commitTimestampMs when it was committed
     * @return {@link #NOT_UNUSED} while the group is such that nothing may expire
     */
    long offsetsUnusedSinceMs(long commitTimestampMs);

    /** Adds the records that make an empty group vanish; offsets are not its business. */
    void writeTombstones(Outcome outcome);

    /** What is persistent of it as text, for {@code ShardState.dump()}; empty if nothing is. */
    String dump();
}
