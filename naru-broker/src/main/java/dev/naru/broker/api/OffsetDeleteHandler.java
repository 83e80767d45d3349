package dev.naru.broker.api;

import dev.naru.common.Uuid;
import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.OffsetDeleteRequest;
import dev.naru.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestPartition;
import dev.naru.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import dev.naru.protocol.message.OffsetDeleteResponse;
import dev.naru.protocol.message.OffsetDeleteResponse.OffsetDeleteResponsePartition;
import dev.naru.protocol.message.OffsetDeleteResponse.OffsetDeleteResponseTopic;
import java.util.List;

/**
 * OffsetDelete 0: deletes offsets of topics that the group does not consume any more; GROUP_SUBSCRIBED_TO_TOPIC if it does.
 */
final class OffsetDeleteHandler implements ApiHandler<OffsetDeleteRequest> {
    private static final CommitTopics.Form<
                    OffsetDeleteRequestTopic, OffsetDeleteRequestPartition, OffsetDeleteResponseTopic>
            FORM = new CommitTopics.Form<>(
                    OffsetDeleteRequestTopic::name,
                    topic -> Uuid.ZERO,
                    OffsetDeleteRequestTopic::partitions,
                    OffsetDeleteRequestPartition::partitionIndex,
                    (topic, found, partitions) -> topic.partitions(partitions),
                    (topic, refusals) -> new OffsetDeleteResponseTopic()
                            .name(topic.name())
                            .partitions(refusals.stream()
                                    .map(each -> new OffsetDeleteResponsePartition()
                                            .partitionIndex(each.index())
                                            .errorCode(each.error().code()))
                                    .toList()),
                    new CommitTopics.Joint<>(
                            OffsetDeleteResponseTopic::name,
                            topic -> Uuid.ZERO,
                            (topic, more) ->
                                    topic.partitions(CommitTopics.both(topic.partitions(), more.partitions()))));

    private final CoordinatorGateway<GroupShard> groups;

    OffsetDeleteHandler(CoordinatorGateway<GroupShard> groups) {
        this.groups = groups;
    }

    @Override
    public void handle(OffsetDeleteRequest request, RequestContext context) {
        CommitTopics<OffsetDeleteRequestTopic, OffsetDeleteRequestPartition, OffsetDeleteResponseTopic> topics =
                new CommitTopics<>(context.image(), false, FORM, request.topics());
        request.topics(topics.known());
        groups.decide(
                request.groupId(),
                context,
                shard -> shard.deletions().delete(request),
                response -> context.respond(
                        response.errorCode() == ErrorCode.NONE.code()
                                ? response.topics(topics.answer(response.topics()))
                                : response.topics(List.of())),
                refusal -> context.respond(new OffsetDeleteResponse()
                        .errorCode(GroupRequests.groupError(refusal).code())));
    }
}
