package dev.naru.coordinator.group.consumer;

import dev.naru.coordinator.group.assignor.PartitionSet;
import org.jspecify.annotations.Nullable;

/**
 * The next step of one member towards its target. It gives up first: a member that has what it should not have stays in its
 * epoch until it says that it let go. Then it enters the target's epoch and gets what is free; what others still
 * have it gets at a later heartbeat. So a partition is never with two members, whatever is lost on the way.
 *
 * <p>Threading: stateless.
 */
final class Reconciliation {
    private Reconciliation() {}

    /**
     * What the member has after this step.
     *
     * @param owned what the member says it has; null if it did not say
     */
    static MemberAssignment step(ConsumerGroupState state, String memberId, @Nullable PartitionSet owned) {
        MemberAssignment current = state.assignment(memberId);
        boolean inTargetEpoch = current.memberEpoch() == state.target().epoch();
        return switch (current.state()) {
            case STABLE -> inTargetEpoch ? current : next(state, memberId, current.assigned(), owned);
            case UNREVOKED_PARTITIONS ->
                owned == null || owned.containsAny(current.pendingRevocation())
                        ? current
                        : next(state, memberId, current.assigned(), owned);
            case UNRELEASED_PARTITIONS -> next(state, memberId, current.assigned(), owned);
            // Whoever wrote that state knew more; what the member says it has is what it has, within what is its own.
            case UNKNOWN ->
                owned == null
                        ? current
                        : next(state, memberId, current.reserved().and(owned), owned);
        };
    }

    private static MemberAssignment next(
            ConsumerGroupState state, String memberId, PartitionSet assigned, @Nullable PartitionSet owned) {
        MemberAssignment current = state.assignment(memberId);
        PartitionSet target = state.target(memberId);
        PartitionSet kept = assigned.and(target);
        PartitionSet revoked = assigned.minus(target);
        if (!revoked.isEmpty() && (owned == null || owned.containsAny(revoked))) {
            return current.with(current.memberEpoch(), MemberState.UNREVOKED_PARTITIONS, kept, revoked);
        }
        PartitionSet due = target.minus(kept);
        PartitionSet free = due.where((topicId, partition) -> state.isFree(topicId, partition, memberId));
        MemberState next = free.size() == due.size() ? MemberState.STABLE : MemberState.UNRELEASED_PARTITIONS;
        return current.with(state.target().epoch(), next, kept.or(free), PartitionSet.EMPTY);
    }
}
