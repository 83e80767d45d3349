package dev.naru.broker.api;

import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DescribeGroupsRequest;
import dev.naru.protocol.message.DescribeGroupsResponse;
import dev.naru.protocol.message.DescribeGroupsResponse.DescribedGroup;

/**
 * DescribeGroups 0–6: classic groups with their members, and once stable also with what they said and were given. A group
 * that is not there is shown as Dead; from version 6 on with GROUP_ID_NOT_FOUND and a message, before without an error.
 */
final class DescribeGroupsHandler implements ApiHandler<DescribeGroupsRequest> {
    private static final short NOT_FOUND_SINCE = 6;

    private final CoordinatorGateway<GroupShard> groups;

    DescribeGroupsHandler(CoordinatorGateway<GroupShard> groups) {
        this.groups = groups;
    }

    @Override
    public void handle(DescribeGroupsRequest request, RequestContext context) {
        int operations = request.includeAuthorizedOperations()
                ? GroupRequests.OPERATIONS_ALLOWED
                : ClientView.OPERATIONS_NOT_ASKED;
        InOrder.<String, DescribedGroup>ask(
                request.groups(),
                (groupId, described) -> groups.decide(
                        groupId,
                        context,
                        shard -> shard.administration().describe(groupId),
                        group -> described.accept(inVersion(group, operations, context.version())),
                        refusal -> described.accept(
                                new DescribedGroup().groupId(groupId).errorCode(refusal.code()))),
                all -> context.respond(new DescribeGroupsResponse().groups(all)));
    }

    /** Operations are those on a group that is there, or was always taken to be. */
    private static DescribedGroup inVersion(DescribedGroup group, int operations, short version) {
        boolean isMissing = group.errorCode() == ErrorCode.GROUP_ID_NOT_FOUND.code();
        if (isMissing && version < NOT_FOUND_SINCE) {
            group.errorMessage(null).errorCode(ErrorCode.NONE.code());
        }
        return group.errorCode() == ErrorCode.NONE.code() ? group.authorizedOperations(operations) : group;
    }
}
