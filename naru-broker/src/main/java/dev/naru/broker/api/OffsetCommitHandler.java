package dev.naru.broker.api;

import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.protocol.message.OffsetCommitRequest;
import dev.naru.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import dev.naru.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import dev.naru.protocol.message.OffsetCommitResponse;
import dev.naru.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import dev.naru.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import java.util.List;
import java.util.function.Consumer;

/**
 * OffsetCommit 2–10: by topic name, from version 10 on by topic id. Partitions that do not exist are refused one by one; the
 * rest is committed together or not at all.
 *
 * <p>A member commits in its generation or epoch; a client outside of the group's protocol (generation -1) only while the
 * group has no members.
 */
final class OffsetCommitHandler implements ApiHandler<OffsetCommitRequest> {
    private static final short BY_ID_SINCE = 10;

    private static final CommitTopics.Form<
                    OffsetCommitRequestTopic, OffsetCommitRequestPartition, OffsetCommitResponseTopic>
            FORM = new CommitTopics.Form<>(
                    OffsetCommitRequestTopic::name,
                    OffsetCommitRequestTopic::topicId,
                    OffsetCommitRequestTopic::partitions,
                    OffsetCommitRequestPartition::partitionIndex,
                    (topic, found, partitions) ->
                            topic.name(found.name()).topicId(found.id()).partitions(partitions),
                    (topic, refusals) -> new OffsetCommitResponseTopic()
                            .name(topic.name())
                            .topicId(topic.topicId())
                            .partitions(refusals.stream()
                                    .map(each -> new OffsetCommitResponsePartition()
                                            .partitionIndex(each.index())
                                            .errorCode(each.error().code()))
                                    .toList()),
                    new CommitTopics.Joint<>(
                            OffsetCommitResponseTopic::name,
                            OffsetCommitResponseTopic::topicId,
                            (topic, more) ->
                                    topic.partitions(CommitTopics.both(topic.partitions(), more.partitions()))));

    private final CoordinatorGateway<GroupShard> groups;

    OffsetCommitHandler(CoordinatorGateway<GroupShard> groups) {
        this.groups = groups;
    }

    @Override
    public void handle(OffsetCommitRequest request, RequestContext context) {
        CommitTopics<OffsetCommitRequestTopic, OffsetCommitRequestPartition, OffsetCommitResponseTopic> topics =
                new CommitTopics<>(context.image(), context.version() >= BY_ID_SINCE, FORM, request.topics());
        Consumer<List<OffsetCommitResponseTopic>> answer =
                answered -> context.respond(new OffsetCommitResponse().topics(answered));
        if (topics.known().isEmpty()) {
            answer.accept(topics.answer(List.of()));
            return;
        }
        request.topics(topics.known());
        groups.decide(
                request.groupId(),
                context,
                shard -> shard.commits().commit(request, context.version()),
                response -> answer.accept(topics.answer(response.topics())),
                refusal -> answer.accept(topics.refuse(GroupRequests.commitError(refusal))));
    }
}
