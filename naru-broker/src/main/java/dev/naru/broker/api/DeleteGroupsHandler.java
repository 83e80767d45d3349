package dev.naru.broker.api;

import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.protocol.message.DeleteGroupsRequest;
import dev.naru.protocol.message.DeleteGroupsResponse;
import dev.naru.protocol.message.DeleteGroupsResponse.DeletableGroupResult;
import java.util.function.Consumer;

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
        InOrder.<String, DeletableGroupResult>ask(
                request.groupsNames().stream().distinct().toList(),
                (groupId, result) -> delete(groupId, result, context),
                all -> context.respond(new DeleteGroupsResponse().results(all)));
    }

    private void delete(String groupId, Consumer<DeletableGroupResult> result, RequestContext context) {
        groups.decide(
                groupId,
                context,
                shard -> shard.administration().delete(groupId),
                answer -> answer.ifPresentOrElse(result, () -> delete(groupId, result, context)),
                refusal -> result.accept(new DeletableGroupResult()
                        .groupId(groupId)
                        .errorCode(GroupRequests.groupError(refusal).code())));
    }
}
