package dev.naru.coordinator.group.classic;

import dev.naru.common.runtime.EventLoop.Cancellable;
import dev.naru.coordinator.group.GroupConfig;
import dev.naru.coordinator.group.Groups;
import dev.naru.coordinator.group.Outcome;
import dev.naru.coordinator.group.Reply;
import dev.naru.coordinator.runtime.ShardTimers;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.group.GroupMetadataValue;
import dev.naru.protocol.message.JoinGroupResponse;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads a group from one generation to the next: members are called to join, those who do not come in time are left behind,
 * the others hear of their generation and have as long again to fetch their share.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class Rebalance {
    private static final Logger LOGGER = LoggerFactory.getLogger(Rebalance.class);

    /** When the record of an empty group was refused, it is tried again this much later. */
    private static final long EMPTY_RETRY_MS = 500;

    private final Groups groups;
    private final ShardTimers timers;
    private final GroupConfig.Classic config;

    Rebalance(Groups groups, ShardTimers timers, GroupConfig.Classic config) {
        this.groups = groups;
        this.timers = timers;
        this.config = config;
    }

    /** What time it is. */
    long nowMs() {
        return timers.clock().wallMs();
    }

    /** A member came, changed or went: begins a rebalance, or ends the joining if it was what that waited for. */
    void onMembersChanged(ClassicGroup group, String reason, Outcome outcome) {
        switch (group.state()) {
            case EMPTY, STABLE, COMPLETING_REBALANCE -> prepare(group, reason, outcome);
            case PREPARING_REBALANCE -> completeJoinIfAllJoined(group, outcome);
            case DEAD -> {
                // Nobody is left to be told.
            }
        }
    }

    /** Calls all members to join. */
    void prepare(ClassicGroup group, String reason, Outcome outcome) {
        LOGGER.info(
                "rebalance group={} generation={} state={} members={} reason={}",
                group.groupId(),
                group.generation(),
                group.stateName(),
                group.members().count(),
                reason);
        boolean isInitial = group.state() == ClassicState.EMPTY;
        if (group.state() == ClassicState.COMPLETING_REBALANCE) {
            group.members().all().forEach(member -> {
                member.clearAssignment();
                rejoin(member);
            });
        }
        group.become(ClassicState.PREPARING_REBALANCE, timers.clock().wallMs());
        group.joining().isInitial(isInitial);
        if (isInitial) {
            int delayMs = config.initialRebalanceDelayMs();
            awaitMore(group, delayMs, Math.max(group.rebalanceTimeoutMs() - delayMs, 0));
        } else if (group.members().haveAllJoined()) {
            completeJoin(group, outcome);
        } else {
            endJoinIn(group, group.rebalanceTimeoutMs());
        }
    }

    private void rejoin(ClassicMember member) {
        if (member.isAwaitingSync()) {
            member.session().extend(member.joined().sessionTimeoutMs());
            member.failSync(ErrorCode.REBALANCE_IN_PROGRESS);
        }
    }

    /** The first members of a group seldom come alone: as long as more come, the first rebalance waits for the next. */
    private void awaitMore(ClassicGroup group, int delayMs, int leftMs) {
        group.joining().endBy(schedule(group, delayMs, outcome -> {
            if (group.state() == ClassicState.PREPARING_REBALANCE) {
                if (group.joining().takeNewMember() && leftMs > 0) {
                    int nextDelayMs = Math.min(config.initialRebalanceDelayMs(), leftMs);
                    awaitMore(group, nextDelayMs, Math.max(leftMs - nextDelayMs, 0));
                } else {
                    completeJoin(group, outcome);
                }
            }
        }));
    }

    private void endJoinIn(ClassicGroup group, long delayMs) {
        group.joining().endBy(schedule(group, delayMs, outcome -> {
            if (group.state() == ClassicState.PREPARING_REBALANCE) {
                completeJoin(group, outcome);
            }
        }));
    }

    /** Does something for the group later, unless by then its name is another's. */
    private Cancellable schedule(ClassicGroup group, long delayMs, Consumer<Outcome> action) {
        return timers.schedule(delayMs, () -> {
            Outcome outcome = new Outcome();
            if (isPresent(group)) {
                action.accept(outcome);
            }
            return outcome.decision();
        });
    }

    @SuppressWarnings("ReferenceEquality") // another group of the same name is not this one
    private boolean isPresent(ClassicGroup group) {
        return groups.find(group.groupId()) == group;
    }

    /** Ends the joining if nobody is missing. The first one of a group takes its time. */
    void completeJoinIfAllJoined(ClassicGroup group, Outcome outcome) {
        boolean isOver = group.members().haveAllJoined()
                && (!group.joining().isInitial() || group.members().isEmpty());
        if (group.state() == ClassicState.PREPARING_REBALANCE && isOver) {
            completeJoin(group, outcome);
        }
    }

    private void completeJoin(ClassicGroup group, Outcome outcome) {
        group.joining().endBy(null);
        for (ClassicMember member : group.members().copy()) {
            if (!member.isAwaitingJoin() && !member.isStatic()) {
                LOGGER.info("member did not rejoin group={} member={}", group.groupId(), member.memberId());
                group.remove(member);
            }
        }
        if (group.members().isEmpty()) {
            recordEmpty(group, outcome);
        } else if (group.members().electJoinedLeader()) {
            group.joining().isInitial(false);
            group.beginGeneration(timers.clock().wallMs());
            LOGGER.info(
                    "generation begins group={} generation={} members={} protocol={}",
                    group.groupId(),
                    group.generation(),
                    group.members().count(),
                    group.protocolName());
            group.members().all().forEach(member -> answerJoin(group, member, outcome));
            awaitSyncs(group);
        } else {
            // Only static members are left, and none of them has come: their sessions decide.
            endJoinIn(group, group.rebalanceTimeoutMs());
        }
    }

    private void recordEmpty(ClassicGroup group, Outcome outcome) {
        outcome.write(ClassicRecords.generation(
                group.groupId(),
                new GroupMetadataValue()
                        .protocolType(group.protocolType())
                        .generation(group.nextGeneration())
                        .protocol(null)
                        .leader(null)
                        .currentStateTimestamp(timers.clock().wallMs())));
        endJoinIn(group, EMPTY_RETRY_MS);
    }

    private static void answerJoin(ClassicGroup group, ClassicMember member, Outcome outcome) {
        Reply<JoinGroupResponse> waiting = member.takeJoin();
        member.session().extend(member.joined().sessionTimeoutMs());
        if (waiting != null) {
            outcome.send(waiting, Responses.joined(group, member));
        }
    }

    /** Members who do not ask for their share in time are left behind, and the rest joins again. */
    private void awaitSyncs(ClassicGroup group) {
        int generation = group.generation();
        schedule(group, group.rebalanceTimeoutMs(), outcome -> {
            boolean isSame = group.generation() == generation
                    && (group.state() == ClassicState.COMPLETING_REBALANCE || group.state() == ClassicState.STABLE);
            if (isSame) {
                removeUnsynced(group, outcome);
            }
        });
    }

    private void removeUnsynced(ClassicGroup group, Outcome outcome) {
        List<ClassicMember> missing = group.members().all().stream()
                .filter(member -> !member.hasSynced())
                .toList();
        if (!missing.isEmpty()) {
            missing.forEach(group::remove);
            prepare(group, missing.size() + " members did not ask for their assignment", outcome);
        }
    }

    /** Takes a member out. Whether that matters to the others, {@link #onMembersChanged} finds out. */
    void expire(ClassicGroup group, String memberId, Outcome outcome) {
        if (!isPresent(group)) {
            return;
        }
        if (group.members().isPending(memberId)) {
            group.members().removePending(memberId);
            completeJoinIfAllJoined(group, outcome);
            return;
        }
        ClassicMember member = group.members().find(memberId);
        if (member == null) {
            return;
        }
        if (!member.isNew() && (member.isAwaitingJoin() || member.isAwaitingSync())) {
            // It cannot send heartbeats while it waits for us.
            member.session().extend(member.joined().sessionTimeoutMs());
            return;
        }
        LOGGER.info("session expired group={} member={}", group.groupId(), memberId);
        group.remove(member);
        onMembersChanged(group, "the session of " + memberId + " expired", outcome);
    }
}
