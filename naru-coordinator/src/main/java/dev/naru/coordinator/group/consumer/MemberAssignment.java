package dev.naru.coordinator.group.consumer;

import dev.naru.common.Uuid;
import dev.naru.coordinator.group.assignor.PartitionSet;

/**
 * What a member has, as far as the coordinator knows. All of it, pending revocation included, is the member's alone until the
 * member says it gave it up, or is gone.
 *
 * @param memberEpoch what the member must come with next
 * @param previousMemberEpoch what it may still come with, if the answer that raised its epoch was lost
 * @param assigned what it may read
 * @param pendingRevocation what it has been told to give up
 * @param epochs since when it has each of both
 *
 * <p>Threading: immutable.
 */
record MemberAssignment(
        int memberEpoch,
        int previousMemberEpoch,
        MemberState state,
        PartitionSet assigned,
        PartitionSet pendingRevocation,
        AssignmentEpochs epochs) {
    /** The epoch a member joins with. */
    static final int JOIN_EPOCH = 0;
    /** The epoch a member leaves with. */
    static final int LEAVE_EPOCH = -1;
    /** The epoch a static member leaves with when it means to come back; kept until it does. */
    static final int STATIC_LEAVE_EPOCH = -2;

    /** Of a member that has just joined. */
    static final MemberAssignment NONE = of(JOIN_EPOCH, LEAVE_EPOCH, MemberState.STABLE, PartitionSet.EMPTY);

    /** Of a member that has all of it since this epoch. */
    static MemberAssignment of(int epoch, int previousEpoch, MemberState state, PartitionSet assigned) {
        return new MemberAssignment(
                epoch, previousEpoch, state, assigned, PartitionSet.EMPTY, AssignmentEpochs.NONE.of(assigned, epoch));
    }

    /** Everything nobody else may have. */
    PartitionSet reserved() {
        return assigned.or(pendingRevocation);
    }

    /** True if the member is static and has left for a while. */
    boolean isAway() {
        return memberEpoch == STATIC_LEAVE_EPOCH;
    }

    /** The member is away: it keeps what it has, and has given up what it was told to. */
    MemberAssignment away() {
        return with(STATIC_LEAVE_EPOCH, MemberState.STABLE, assigned, PartitionSet.EMPTY);
    }

    /** The same for a process that takes the place of one that was away, and begins anew. */
    MemberAssignment rejoined() {
        return of(JOIN_EPOCH, LEAVE_EPOCH, MemberState.STABLE, assigned);
    }

    /** True if a commit that names this epoch is the member's, of a partition it has had since then. */
    boolean hasSince(int epoch, Uuid topicId, int partition) {
        int since = epochs.of(topicId, partition);
        return since >= 0 && since <= epoch && epoch <= memberEpoch;
    }

    /** The epoch becomes {@code epoch}; if that is another one, the one before is remembered. */
    MemberAssignment with(int epoch, MemberState newState, PartitionSet newAssigned, PartitionSet newPending) {
        return new MemberAssignment(
                epoch,
                epoch == memberEpoch ? previousMemberEpoch : memberEpoch,
                newState,
                newAssigned,
                newPending,
                epochs.of(newAssigned.or(newPending), epoch));
    }
}
