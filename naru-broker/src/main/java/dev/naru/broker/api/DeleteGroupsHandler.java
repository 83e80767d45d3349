package dev.naru.broker.api;

import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.protocol.message.DeleteGroupsRequest;
import dev.naru.protocol.message.DeleteGroupsResponse;
import dev.naru.protocol.message.DeleteGroupsResponse.DeletableGroupResult;
import java.util.List;

/**
 * DeleteGroups 0–3: groups without members go, with all their offsets; others are NON_EMPTY_GROUP. A group with very many
 * offsets goes in several steps, the group itself in the last.
 */
final class DeleteGroupsHandler implements ApiHandler<DeleteGroupsRequest> {
    private final CoordinatorGateway<GroupShard> groups;

    DeleteGroupsHandler(CoordinatorGateway<GroupShard> groups) {
        this.groups = groups;
    }

    @Override
    public void handle(DeleteGroupsRequest request, RequestContext context) {
        List<String> groupIds = request.groupsNames().stream().distinct().toList();
        if (groupIds.isEmpty()) {
            context.respond(new DeleteGroupsResponse());
            return;
        }
        InOrder<DeletableGroupResult> results = new InOrder<>(
                groupIds.size(),
                new DeletableGroupResult(),
                all -> context.respond(new DeleteGroupsResponse().results(all)));
        for (int index = 0; index < groupIds.size(); index++) {
            delete(groupIds.get(index), index, results, context);
        }
    }

    private void delete(String groupId, int place, InOrder<DeletableGroupResult> results, RequestContext context) {
        groups.decide(
                groupId,
                context,
                shard -> shard.administration().delete(groupId),
                result -> result.ifPresentOrElse(
                        done -> results.put(place, done), () -> delete(groupId, place, results, context)),
                refusal -> results.put(
                        place,
                        new DeletableGroupResult()
                                .groupId(groupId)
                                .errorCode(GroupRequests.groupError(refusal).code())));
    }
}
