package dev.naru.coordinator.group.classic;

import dev.naru.coordinator.group.Outcome;
import dev.naru.coordinator.group.Reply;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.LeaveGroupRequest;
import dev.naru.protocol.message.LeaveGroupRequest.MemberIdentity;
import dev.naru.protocol.message.LeaveGroupResponse;
import dev.naru.protocol.message.LeaveGroupResponse.MemberResponse;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides LeaveGroup: members go by themselves, or an operator removes static ones by their static id alone.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class LeaveRequests {
    private static final Logger LOGGER = LoggerFactory.getLogger(LeaveRequests.class);

    private final Rebalance rebalance;

    LeaveRequests(Rebalance rebalance) {
        this.rebalance = rebalance;
    }

    void leave(ClassicGroup group, LeaveGroupRequest request, Reply<LeaveGroupResponse> reply, Outcome outcome) {
        if (group.state() == ClassicState.DEAD) {
            outcome.send(reply, reply.failure(ErrorCode.COORDINATOR_NOT_AVAILABLE));
            return;
        }
        List<MemberResponse> responses = new ArrayList<>();
        boolean hasAnyLeft = false;
        for (MemberIdentity identity : request.members()) {
            ErrorCode error = leave(group, identity);
            hasAnyLeft |= error == ErrorCode.NONE;
            responses.add(response(identity, error));
        }
        if (hasAnyLeft) {
            rebalanceWithout(group, outcome);
        }
        outcome.send(reply, new LeaveGroupResponse().members(responses));
    }

    /** What each of the leaving is told where there is no such group. */
    static LeaveGroupResponse unknown(LeaveGroupRequest request) {
        return new LeaveGroupResponse()
                .members(request.members().stream()
                        .map(identity -> response(identity, ErrorCode.UNKNOWN_MEMBER_ID))
                        .toList());
    }

    private static MemberResponse response(MemberIdentity identity, ErrorCode error) {
        return new MemberResponse()
                .memberId(identity.memberId())
                .groupInstanceId(identity.groupInstanceId())
                .errorCode(error.code());
    }

    private static ErrorCode leave(ClassicGroup group, MemberIdentity identity) {
        Members members = group.members();
        String instanceId = identity.groupInstanceId();
        String memberId = identity.memberId();
        if (memberId.isEmpty() && instanceId != null) {
            String owner = members.idOfInstance(instanceId);
            memberId = owner == null ? "" : owner;
        } else if (members.isPending(memberId)) {
            members.removePending(memberId);
            return ErrorCode.NONE;
        }
        ErrorCode error = group.validateMember(memberId, instanceId);
        ClassicMember member = members.find(memberId);
        if (error == ErrorCode.NONE && member != null) {
            LOGGER.info("member leaves group={} member={} reason={}", group.groupId(), memberId, identity.reason());
            group.remove(member);
        }
        return error;
    }

    private void rebalanceWithout(ClassicGroup group, Outcome outcome) {
        if (group.state() != ClassicState.EMPTY) {
            rebalance.onMembersChanged(group, "members left", outcome);
        }
    }
}
