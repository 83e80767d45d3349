package dev.naru.broker.api;

import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ConsumerGroupDescribeRequest;
import dev.naru.protocol.message.ConsumerGroupDescribeResponse;
import dev.naru.protocol.message.ConsumerGroupDescribeResponse.DescribedGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        List<String> groupIds = request.groupIds();
        if (groupIds.isEmpty()) {
            context.respond(new ConsumerGroupDescribeResponse());
            return;
        }
        InOrder<DescribedGroup> described = new InOrder<>(
                groupIds.size(),
                new DescribedGroup(),
                all -> context.respond(new ConsumerGroupDescribeResponse().groups(all)));
        int operations = request.includeAuthorizedOperations()
                ? GroupRequests.OPERATIONS_ALLOWED
                : ClientView.OPERATIONS_NOT_ASKED;
        for (int index = 0; index < groupIds.size(); index++) {
            int place = index;
            String groupId = groupIds.get(index);
            if (groupId.isEmpty()) {
                described.put(place, failure(groupId, ErrorCode.INVALID_GROUP_ID, null));
                continue;
            }
            groups.decide(
                    groupId,
                    context,
                    shard -> Decision.answer(describe(shard, groupId)),
                    group -> described.put(place, group.authorizedOperations(operations)),
                    refusal -> described.put(place, failure(groupId, refusal, null)));
        }
    }

    private static DescribedGroup describe(GroupShard shard, String groupId) {
        DescribedGroup group = shard.consumer().describe(groupId);
        return group == null
                ? failure(groupId, ErrorCode.GROUP_ID_NOT_FOUND, "Group " + groupId + " is not a consumer group.")
                : group;
    }

    private static DescribedGroup failure(String groupId, ErrorCode error, @Nullable String message) {
        return new DescribedGroup().groupId(groupId).errorCode(error.code()).errorMessage(message);
    }
}
