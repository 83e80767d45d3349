package dev.naru.broker.api;

import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ConsumerGroupDescribeRequest;
import dev.naru.protocol.message.ConsumerGroupDescribeResponse;
import dev.naru.protocol.message.ConsumerGroupDescribeResponse.DescribedGroup;
import java.util.function.Consumer;

/**
 * ConsumerGroupDescribe 0–1: groups of the consumer protocol with their epochs, and what each member has and should have. A
 * group that is not there, or of another type, is GROUP_ID_NOT_FOUND; an empty name is INVALID_GROUP_ID.
 */
final class ConsumerGroupDescribeHandler implements ApiHandler<ConsumerGroupDescribeRequest> {
    private final CoordinatorGateway<GroupShard> groups;

    ConsumerGroupDescribeHandler(CoordinatorGateway<GroupShard> groups) {
        this.groups = groups;
    }

    @Override
    public void handle(ConsumerGroupDescribeRequest request, RequestContext context) {
        int operations = request.includeAuthorizedOperations()
                ? GroupRequests.OPERATIONS_ALLOWED
                : ClientView.OPERATIONS_NOT_ASKED;
        InOrder.<String, DescribedGroup>ask(
                request.groupIds(),
                (groupId, described) -> describe(groupId, operations, context, described),
                all -> context.respond(new ConsumerGroupDescribeResponse().groups(all)));
    }

    private void describe(String groupId, int operations, RequestContext context, Consumer<DescribedGroup> described) {
        if (groupId.isEmpty()) {
            described.accept(failure(groupId, ErrorCode.INVALID_GROUP_ID));
            return;
        }
        groups.decide(
                groupId,
                context,
                shard -> Decision.answer(shard.consumer().describe(groupId)),
                group -> described.accept(group.authorizedOperations(operations)),
                refusal -> described.accept(failure(groupId, refusal)));
    }

    private static DescribedGroup failure(String groupId, ErrorCode error) {
        return new DescribedGroup().groupId(groupId).errorCode(error.code());
    }
}
