package dev.naru.coordinator.group.consumer;

import dev.naru.coordinator.group.Outcome;
import dev.naru.coordinator.group.StepSize;
import dev.naru.coordinator.group.assignor.PartitionSet;
import dev.naru.coordinator.runtime.CoordinatorRecord;
import dev.naru.coordinator.runtime.ShardTimers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group while a request about it is being decided: each step writes its records and sees what they make of the state,
 * before anybody else does.
 *
 * <p>Threading: confined to one decision.
 */
final class GroupDraft {
    private final String groupId;
    private final Outcome outcome;
    private final long nowMs;
    private final ConsumerGroupState before;
    private ConsumerGroupState state;

    GroupDraft(String groupId, ConsumerGroupState before, Outcome outcome, long nowMs) {
        this.groupId = groupId;
        this.outcome = outcome;
        this.nowMs = nowMs;
        this.before = before;
        this.state = before;
    }

    String groupId() {
        return groupId;
    }

    /** The wall clock when the decision began. */
    long nowMs() {
        return nowMs;
    }

    /** The state as it will be. */
    ConsumerGroupState state() {
        return state;
    }

    /** The state as it was. */
    ConsumerGroupState before() {
        return before;
    }

    private void write(CoordinatorRecord record) {
        outcome.write(record);
        state = ConsumerGroupReplay.replay(state, record, nowMs);
    }

    /** Adds a member or changes one. */
    void put(ConsumerMember member) {
        write(ConsumerGroupRecords.member(groupId, member));
    }

    /** Takes a member away; what it had is free. */
    void remove(String memberId) {
        if (state.assignments().containsKey(memberId)) {
            write(ConsumerGroupRecords.assignmentTombstone(groupId, memberId));
        }
        if (state.targets().containsKey(memberId)) {
            write(ConsumerGroupRecords.memberTargetTombstone(groupId, memberId));
        }
        write(ConsumerGroupRecords.memberTombstone(groupId, memberId));
    }

    /** Another process takes a static member's place, with what it had and what it should have. */
    void replace(ConsumerMember member, String newMemberId, MemberAssignment assignment) {
        PartitionSet target = state.target(member.memberId());
        remove(member.memberId());
        put(member.withMemberId(newMemberId));
        putTarget(newMemberId, target);
        putAssignment(newMemberId, assignment);
    }

    /** Says what a member has. */
    void putAssignment(String memberId, MemberAssignment assignment) {
        write(ConsumerGroupRecords.assignment(groupId, memberId, assignment));
    }

    /** Says what a member should have. */
    void putTarget(String memberId, PartitionSet target) {
        write(ConsumerGroupRecords.memberTarget(groupId, memberId, target));
    }

    /** The epoch of a group that comes from the other protocol. */
    void putEpoch(int epoch) {
        write(ConsumerGroupRecords.group(groupId, epoch, 0));
    }

    /** A new epoch of the group: its assignment is to be made anew. */
    void bumpEpoch(long metadataHash) {
        write(ConsumerGroupRecords.group(groupId, state.epoch().number() + 1, metadataHash));
    }

    /** Says what all members should have in the group's epoch. False if there is more to say than fits: say it again. */
    boolean putTargets(Map<String, PartitionSet> targets, ShardTimers timers) {
        for (Map.Entry<String, PartitionSet> target : targets.entrySet()) {
            if (!target.getValue().equals(state.targets().get(target.getKey()))) {
                if (StepSize.isReached(outcome, timers)) {
                    return false;
                }
                putTarget(target.getKey(), target.getValue());
            }
        }
        endTargets(nowMs);
        return true;
    }

    /** The targets are those of the group's epoch, made at this time. */
    void endTargets(long timestampMs) {
        write(ConsumerGroupRecords.target(groupId, state.epoch().number(), timestampMs));
    }

    /** Moves a member on towards its target. */
    void reconcile(String memberId, @Nullable PartitionSet owned) {
        MemberAssignment next = Reconciliation.step(state, memberId, owned);
        if (!next.equals(state.assignment(memberId))) {
            putAssignment(memberId, next);
        }
    }

    /** Says which topics an expression stands for. */
    void putRegex(String regex, ResolvedRegex resolved) {
        write(ConsumerGroupRecords.regex(groupId, regex, resolved));
    }

    /** Forgets expressions nobody subscribes to. */
    void removeUnusedRegexes() {
        if (state.regexes().isEmpty()) {
            return;
        }
        for (Map.Entry<String, ResolvedRegex> regex : state.regexes()) {
            if (!state.members().regexes().containsKey(regex.getKey())) {
                write(ConsumerGroupRecords.regexTombstone(groupId, regex.getKey()));
            }
        }
    }

    /** The group is no more: every record of it is taken back. */
    void end() {
        state.assignments().forEach(entry -> write(ConsumerGroupRecords.assignmentTombstone(groupId, entry.getKey())));
        state.targets().forEach(entry -> write(ConsumerGroupRecords.memberTargetTombstone(groupId, entry.getKey())));
        state.members().forEach(entry -> write(ConsumerGroupRecords.memberTombstone(groupId, entry.getKey())));
        state.regexes().forEach(entry -> write(ConsumerGroupRecords.regexTombstone(groupId, entry.getKey())));
        write(ConsumerGroupRecords.targetTombstone(groupId));
        write(ConsumerGroupRecords.groupTombstone(groupId));
    }
}
