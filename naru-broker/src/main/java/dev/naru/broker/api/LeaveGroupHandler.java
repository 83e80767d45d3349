package dev.naru.broker.api;

import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.LeaveGroupRequest;
import dev.naru.protocol.message.LeaveGroupRequest.MemberIdentity;
import dev.naru.protocol.message.LeaveGroupResponse;
import java.util.List;
import java.util.function.Consumer;

/**
 * LeaveGroup 0–5: a member goes and the group rebalances at once. From version 3 on several may go together, and an operator
 * may remove static members by their static id; each gets an error of its own. Before, the one error is the response's.
 */
final class LeaveGroupHandler implements ApiHandler<LeaveGroupRequest> {
    private static final short BATCHED_SINCE = 3;

    private final CoordinatorGateway<GroupShard> groups;

    LeaveGroupHandler(CoordinatorGateway<GroupShard> groups) {
        this.groups = groups;
    }

    @Override
    public void handle(LeaveGroupRequest request, RequestContext context) {
        if (context.version() < BATCHED_SINCE) {
            request.members(List.of(new MemberIdentity().memberId(request.memberId())));
        }
        FirstAnswer answer = new FirstAnswer(context);
        Consumer<LeaveGroupResponse> target = response -> answer.give(inVersion(response, context.version()));
        groups.decideThere(
                request.groupId(),
                context,
                shard -> shard.leave(GroupRequests.client(context), request, target),
                shard -> shard.onRefused(target),
                refusal -> answer.give(new LeaveGroupResponse()
                        .errorCode(GroupRequests.groupError(refusal).code())));
    }

    private static LeaveGroupResponse inVersion(LeaveGroupResponse response, short version) {
        boolean isFailed = response.errorCode() != ErrorCode.NONE.code();
        if (version >= BATCHED_SINCE || isFailed || response.members().isEmpty()) {
            return response;
        }
        return new LeaveGroupResponse().errorCode(response.members().get(0).errorCode());
    }
}
