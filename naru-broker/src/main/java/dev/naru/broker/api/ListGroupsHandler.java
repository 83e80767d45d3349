package dev.naru.broker.api;

import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ListGroupsRequest;
import dev.naru.protocol.message.ListGroupsResponse;
import dev.naru.protocol.message.ListGroupsResponse.ListedGroup;
import java.util.List;

/**
 * ListGroups 0–5: the groups whose coordinator this broker is, of all types; from version 4 on only those in certain states,
 * from version 5 on only those of certain types, if the client wishes. Names are compared without regard to case.
 *
 * <p>While a part of the groups is being loaded the answer has an error, and those that are known.
 */
final class ListGroupsHandler implements ApiHandler<ListGroupsRequest> {
    private final CoordinatorGateway<GroupShard> groups;

    ListGroupsHandler(CoordinatorGateway<GroupShard> groups) {
        this.groups = groups;
    }

    @Override
    public void handle(ListGroupsRequest request, RequestContext context) {
        groups.<List<ListedGroup>>decideAll(
                context,
                shard -> shard.administration().list(request.statesFilter(), request.typesFilter()),
                (lists, refusal) -> context.respond(new ListGroupsResponse()
                        .groups(lists.stream().flatMap(List::stream).toList())
                        .errorCode(error(refusal).code())));
    }

    /** Groups that another broker has taken over are listed there. */
    private static ErrorCode error(ErrorCode refusal) {
        return refusal == ErrorCode.NOT_COORDINATOR ? ErrorCode.NONE : refusal;
    }
}
