package dev.naru.broker.api;

import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.protocol.message.ConsumerGroupHeartbeatRequest;
import dev.naru.protocol.message.ConsumerGroupHeartbeatResponse;

/**
 * ConsumerGroupHeartbeat 0–1: how members of the consumer protocol join (epoch 0), stay, learn what they may read, and leave
 * (epoch -1, static members that come back -2). From version 1 on members choose their id themselves and can subscribe by a
 * regular expression.
 *
 * <p>A member that does not know its own epoch is FENCED_MEMBER_EPOCH and gives everything up; one that nobody knows,
 * UNKNOWN_MEMBER_ID. Both join again. Unlike Kafka, a member that waits is asked to come back before its interval is over.
 */
final class ConsumerGroupHeartbeatHandler implements ApiHandler<ConsumerGroupHeartbeatRequest> {
    private final CoordinatorGateway<GroupShard> groups;

    ConsumerGroupHeartbeatHandler(CoordinatorGateway<GroupShard> groups) {
        this.groups = groups;
    }

    @Override
    public void handle(ConsumerGroupHeartbeatRequest request, RequestContext context) {
        groups.decide(
                request.groupId(),
                context,
                shard -> shard.consumer().heartbeat(GroupRequests.client(context), request),
                context::respond,
                refusal -> context.respond(new ConsumerGroupHeartbeatResponse()
                        .errorCode(GroupRequests.groupError(refusal).code())));
    }
}
