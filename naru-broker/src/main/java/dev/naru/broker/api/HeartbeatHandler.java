package dev.naru.broker.api;

import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.protocol.message.HeartbeatRequest;
import dev.naru.protocol.message.HeartbeatResponse;

/**
 * Heartbeat 0–4: keeps a member's session alive and tells it when the group rebalances: REBALANCE_IN_PROGRESS.
 */
final class HeartbeatHandler implements ApiHandler<HeartbeatRequest> {
    private final CoordinatorGateway<GroupShard> groups;

    HeartbeatHandler(CoordinatorGateway<GroupShard> groups) {
        this.groups = groups;
    }

    @Override
    public void handle(HeartbeatRequest request, RequestContext context) {
        groups.decide(
                request.groupId(),
                context,
                shard -> shard.heartbeat(GroupRequests.client(context), request),
                context::respond,
                refusal -> context.respond(new HeartbeatResponse()
                        .errorCode(GroupRequests.groupError(refusal).code())));
    }
}
