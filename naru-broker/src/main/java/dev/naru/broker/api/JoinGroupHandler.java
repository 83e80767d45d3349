package dev.naru.broker.api;

import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.JoinGroupRequest;
import dev.naru.protocol.message.JoinGroupResponse;
import java.util.function.Consumer;

/**
 * JoinGroup 0–9: answered when the group's next generation begins, which may take as long as its slowest member's rebalance
 * timeout.
 *
 * <p>From version 4 on a new member is first sent away with MEMBER_ID_REQUIRED and the id to come back with; from version 5 on
 * members may have a static id; version 0 has no rebalance timeout, the session timeout is taken.
 */
final class JoinGroupHandler implements ApiHandler<JoinGroupRequest> {
    private static final short PROTOCOL_NAME_NULLABLE_SINCE = 7;

    private final CoordinatorGateway<GroupShard> groups;

    JoinGroupHandler(CoordinatorGateway<GroupShard> groups) {
        this.groups = groups;
    }

    @Override
    public void handle(JoinGroupRequest request, RequestContext context) {
        context.releaseBuffer();
        FirstAnswer answer = new FirstAnswer(context);
        Consumer<JoinGroupResponse> target = response -> answer.give(inVersion(response, context.version()));
        groups.decideThere(
                request.groupId(),
                context,
                shard -> shard.join(GroupRequests.client(context), request, target),
                shard -> shard.onRefused(target),
                refusal ->
                        answer.give(inVersion(failure(request, GroupRequests.groupError(refusal)), context.version())));
    }

    private static JoinGroupResponse failure(JoinGroupRequest request, ErrorCode error) {
        return new JoinGroupResponse().memberId(request.memberId()).errorCode(error.code());
    }

    private static JoinGroupResponse inVersion(JoinGroupResponse response, short version) {
        if (version < PROTOCOL_NAME_NULLABLE_SINCE) {
            return response.protocolName() == null ? response.protocolName("") : response;
        }
        return response.errorCode() == ErrorCode.NONE.code() ? response : response.protocolName(null);
    }
}
