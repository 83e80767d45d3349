package dev.naru.broker.api;

import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.SyncGroupRequest;
import dev.naru.protocol.message.SyncGroupResponse;
import java.util.function.Consumer;

/**
 * SyncGroup 0–5: a member's share of the assignment. The leader's request brings it, the others wait for that; it is answered
 * when it is in the log. From version 5 on it says which protocol it believes in, and is refused if it does not.
 */
final class SyncGroupHandler implements ApiHandler<SyncGroupRequest> {
    private static final short NAMES_PROTOCOL_SINCE = 5;

    private final CoordinatorGateway<GroupShard> groups;

    SyncGroupHandler(CoordinatorGateway<GroupShard> groups) {
        this.groups = groups;
    }

    @Override
    public void handle(SyncGroupRequest request, RequestContext context) {
        context.releaseBuffer();
        if (context.version() >= NAMES_PROTOCOL_SINCE
                && (request.protocolType() == null || request.protocolName() == null)) {
            context.respond(new SyncGroupResponse().errorCode(ErrorCode.INCONSISTENT_GROUP_PROTOCOL.code()));
            return;
        }
        FirstAnswer answer = new FirstAnswer(context);
        Consumer<SyncGroupResponse> target = answer::give;
        groups.decideThere(
                request.groupId(),
                context,
                shard -> shard.sync(GroupRequests.client(context), request, target),
                shard -> shard.onRefused(target),
                refusal -> answer.give(new SyncGroupResponse()
                        .errorCode(GroupRequests.groupError(refusal).code())));
    }
}
