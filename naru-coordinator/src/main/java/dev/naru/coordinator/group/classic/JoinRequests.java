package dev.naru.coordinator.group.classic;

import dev.naru.coordinator.group.ClientInfo;
import dev.naru.coordinator.group.GroupConfig;
import dev.naru.coordinator.group.Outcome;
import dev.naru.coordinator.group.Reply;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.JoinGroupRequest;
import dev.naru.protocol.message.JoinGroupResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides JoinGroup: who may join, as whom, and whether that makes the group rebalance.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class JoinRequests {
    /** From this version on a new member is first told its id and comes back with it (KIP-394). */
    private static final short MEMBER_ID_REQUIRED_SINCE = 4;

    /** How long a new member may wait for its first rebalance; it has no session yet and cannot send heartbeats. */
    static final long NEW_MEMBER_JOIN_TIMEOUT_MS = 5 * 60 * 1000L;

    /** How many member ids a group gives out that nobody has come back with. */
    static final int PENDING_MEMBERS_MAX = 10_000;

    private final GroupConfig.Classic config;
    private final Rebalance rebalance;
    private final MemberFactory factory;
    private final StaticMembers staticMembers;

    JoinRequests(GroupConfig.Classic config, Rebalance rebalance, MemberFactory factory) {
        this.config = config;
        this.rebalance = rebalance;
        this.factory = factory;
        this.staticMembers = new StaticMembers(rebalance, factory);
    }

    /** A JoinGroup on its way through. */
    record Join(ClientInfo client, JoinGroupRequest request, Reply<JoinGroupResponse> reply) {
        ClassicMember.Joined said() {
            return new ClassicMember.Joined(
                    request.sessionTimeoutMs(),
                    request.rebalanceTimeoutMs() < 0 ? request.sessionTimeoutMs() : request.rebalanceTimeoutMs(),
                    MemberProtocol.of(request.protocols()));
        }
    }

    /** What is wrong with a request, whatever its group. */
    ErrorCode validate(JoinGroupRequest request) {
        if (request.groupId().isEmpty()) {
            return ErrorCode.INVALID_GROUP_ID;
        }
        return request.sessionTimeoutMs() < config.sessionTimeoutMsMin()
                        || request.sessionTimeoutMs() > config.sessionTimeoutMsMax()
                ? ErrorCode.INVALID_SESSION_TIMEOUT
                : ErrorCode.NONE;
    }

    void join(ClassicGroup group, Join join, Outcome outcome) {
        String memberId = join.request.memberId();
        ErrorCode error = refusal(group, memberId, join.said().protocols(), join.request.protocolType());
        if (error == ErrorCode.NONE) {
            error = memberId.isEmpty() ? joinNew(group, join, outcome) : joinKnown(group, join, outcome);
        }
        if (error != ErrorCode.NONE) {
            JoinGroupResponse refused = join.reply.failure(error);
            if (error == ErrorCode.GROUP_MAX_SIZE_REACHED) {
                refused.memberId("");
            }
            outcome.send(join.reply, refused);
        }
    }

    private ErrorCode refusal(
            ClassicGroup group, String memberId, List<MemberProtocol> protocols, String protocolType) {
        if (group.state() == ClassicState.DEAD) {
            return ErrorCode.COORDINATOR_NOT_AVAILABLE;
        }
        if (!hasRoomFor(group, memberId)) {
            return ErrorCode.GROUP_MAX_SIZE_REACHED;
        }
        boolean isCompatible = group.members().isEmpty()
                ? namesProtocols(protocolType, protocols)
                : group.protocolType().equals(protocolType)
                        && ProtocolChoice.isSharedByAll(
                                protocols, group.members().all());
        return isCompatible ? ErrorCode.NONE : ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
    }

    /** True if somebody who says this can be the first of a group. */
    static boolean namesProtocols(String protocolType, List<?> protocols) {
        return !protocolType.isEmpty() && !protocols.isEmpty();
    }

    /** Who is in already stays; while members join, those count who have come back. */
    private boolean hasRoomFor(ClassicGroup group, String memberId) {
        ClassicMember member = group.members().find(memberId);
        return switch (group.state()) {
            case EMPTY, DEAD -> true;
            case PREPARING_REBALANCE ->
                (member != null && member.isAwaitingJoin())
                        || group.members().countAwaitingJoin() < config.membersMax();
            case COMPLETING_REBALANCE, STABLE ->
                member != null || group.members().count() < config.membersMax();
        };
    }

    private ErrorCode joinNew(ClassicGroup group, Join join, Outcome outcome) {
        String instanceId = join.request.groupInstanceId();
        String memberId = factory.newMemberId(join.client.clientId(), instanceId);
        if (instanceId != null) {
            String replacedId = group.members().idOfInstance(instanceId);
            if (replacedId == null) {
                add(group, join, memberId, outcome);
            } else {
                staticMembers.replace(group, join, replacedId, memberId, outcome);
            }
            return ErrorCode.NONE;
        }
        if (join.client.apiVersion() >= MEMBER_ID_REQUIRED_SINCE) {
            return requireMemberId(group, join, memberId, outcome);
        }
        add(group, join, memberId, outcome);
        return ErrorCode.NONE;
    }

    private ErrorCode requireMemberId(ClassicGroup group, Join join, String memberId, Outcome outcome) {
        if (group.members().countPending() >= PENDING_MEMBERS_MAX) {
            return ErrorCode.GROUP_MAX_SIZE_REACHED;
        }
        Session session = factory.newSession(group, memberId);
        group.members().addPending(memberId, session);
        session.extend(join.request.sessionTimeoutMs());
        outcome.send(
                join.reply, join.reply.failure(ErrorCode.MEMBER_ID_REQUIRED).memberId(memberId));
        return ErrorCode.NONE;
    }

    private ErrorCode joinKnown(ClassicGroup group, Join join, Outcome outcome) {
        String memberId = join.request.memberId();
        String instanceId = join.request.groupInstanceId();
        if (group.members().isPending(memberId)) {
            if (instanceId != null) {
                return ErrorCode.UNKNOWN_MEMBER_ID;
            }
            add(group, join, memberId, outcome);
            return ErrorCode.NONE;
        }
        ErrorCode error = group.validateMember(memberId, instanceId);
        ClassicMember member = group.members().find(memberId);
        if (error != ErrorCode.NONE || member == null) {
            return error;
        }
        rejoin(group, member, join, outcome);
        return ErrorCode.NONE;
    }

    private void add(ClassicGroup group, Join join, String memberId, Outcome outcome) {
        ClassicMember member = factory.newMember(
                group,
                new ClassicMember.Identity(
                        memberId, join.request.groupInstanceId(), join.client.clientId(), join.client.host()),
                join.said());
        member.isNew(true);
        group.joining().onNewMember();
        group.add(member, join.request.protocolType());
        member.awaitJoin(join.reply);
        member.session().extend(NEW_MEMBER_JOIN_TIMEOUT_MS);
        rebalance.onMembersChanged(group, "member " + memberId + " joins" + because(join.request.reason()), outcome);
    }

    private void rejoin(ClassicGroup group, ClassicMember member, Join join, Outcome outcome) {
        boolean isUnchanged = member.joined().protocols().equals(join.said().protocols());
        boolean needsRebalance = switch (group.state()) {
            case PREPARING_REBALANCE, EMPTY, DEAD -> true;
            // The response to the first request may have been lost.
            case COMPLETING_REBALANCE -> !isUnchanged;
            // A leader that joins again wants to assign anew: topics have changed, or its subscription.
            case STABLE -> group.isLeader(member.memberId()) || !isUnchanged;
        };
        if (needsRebalance) {
            member.update(join.said());
            member.awaitJoin(join.reply);
            rebalance.onMembersChanged(
                    group, "member " + member.memberId() + " joins again" + because(join.request.reason()), outcome);
        } else {
            member.session().extend(member.joined().sessionTimeoutMs());
            outcome.send(join.reply, Responses.joined(group, member));
        }
    }

    private static String because(@Nullable String reason) {
        return reason == null || reason.isEmpty() ? "" : ": " + reason;
    }
}
