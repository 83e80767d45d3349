package dev.naru.broker.api;

import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.OffsetFetchRequest;
import dev.naru.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import dev.naru.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopic;
import dev.naru.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import dev.naru.protocol.message.OffsetFetchResponse;
import dev.naru.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import dev.naru.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartition;
import dev.naru.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import dev.naru.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopic;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * OffsetFetch 1–10: the committed offsets of one group, from version 8 on of several; of some partitions or (topics null, from
 * version 2 on) of all that have any. From version 7 on a client may insist on stable offsets: what an open transaction may
 * change yet is then UNSTABLE_OFFSET_COMMIT. Version 10 names topics by id.
 *
 * <p>While the offsets are being loaded the answer is an error, never "no offset", which would make consumers start over.
 */
final class OffsetFetchHandler implements ApiHandler<OffsetFetchRequest> {
    private static final short GROUP_ERROR_SINCE = 2;
    private static final short SEVERAL_SINCE = 8;
    private static final short BY_ID_SINCE = 10;

    private final CoordinatorGateway<GroupShard> groups;

    OffsetFetchHandler(CoordinatorGateway<GroupShard> groups) {
        this.groups = groups;
    }

    @Override
    public void handle(OffsetFetchRequest request, RequestContext context) {
        boolean isBatched = context.version() >= SEVERAL_SINCE;
        List<OffsetFetchRequestGroup> wanted = isBatched ? request.groups() : List.of(single(request));
        InOrder.<OffsetFetchRequestGroup, OffsetFetchResponseGroup>ask(
                wanted,
                (group, answer) -> fetch(group, request.requireStable(), answer, context),
                all -> context.respond(
                        isBatched
                                ? new OffsetFetchResponse().groups(all)
                                : single(all.get(0), request, context.version())));
    }

    private void fetch(
            OffsetFetchRequestGroup group,
            boolean requireStable,
            Consumer<OffsetFetchResponseGroup> answer,
            RequestContext context) {
        FetchedTopics topics = new FetchedTopics(context.image(), context.version() >= BY_ID_SINCE, group.topics());
        OffsetFetchRequestGroup known = new OffsetFetchRequestGroup()
                .groupId(group.groupId())
                .memberId(group.memberId())
                .memberEpoch(group.memberEpoch())
                .topics(topics.known());
        groups.decide(
                group.groupId(),
                context,
                shard -> shard.fetches().fetch(known, requireStable),
                response -> answer.accept(topics.complete(response)),
                refusal -> answer.accept(new OffsetFetchResponseGroup()
                        .groupId(group.groupId())
                        .errorCode(GroupRequests.groupError(refusal).code())));
    }

    private static OffsetFetchRequestGroup single(OffsetFetchRequest request) {
        List<OffsetFetchRequestTopic> topics = request.topics();
        return new OffsetFetchRequestGroup()
                .groupId(request.groupId())
                .topics(
                        topics == null
                                ? null
                                : topics.stream()
                                        .map(topic -> new OffsetFetchRequestTopics()
                                                .name(topic.name())
                                                .partitionIndexes(topic.partitionIndexes()))
                                        .toList());
    }

    private static OffsetFetchResponse single(
            OffsetFetchResponseGroup group, OffsetFetchRequest request, short version) {
        boolean isFailed = group.errorCode() != ErrorCode.NONE.code();
        if (isFailed && version < GROUP_ERROR_SINCE) {
            return new OffsetFetchResponse().topics(failed(request.topics(), group.errorCode()));
        }
        return new OffsetFetchResponse()
                .errorCode(group.errorCode())
                .topics(group.topics().stream()
                        .map(topic -> new OffsetFetchResponseTopic()
                                .name(topic.name())
                                .partitions(topic.partitions().stream()
                                        .map(OffsetFetchHandler::single)
                                        .toList()))
                        .toList());
    }

    private static OffsetFetchResponsePartition single(OffsetFetchResponsePartitions partition) {
        return new OffsetFetchResponsePartition()
                .partitionIndex(partition.partitionIndex())
                .committedOffset(partition.committedOffset())
                .committedLeaderEpoch(partition.committedLeaderEpoch())
                .metadata(partition.metadata())
                .errorCode(partition.errorCode());
    }

    /** Version 1 has no other place for an error. */
    private static List<OffsetFetchResponseTopic> failed(@Nullable List<OffsetFetchRequestTopic> topics, short error) {
        return topics == null
                ? List.of()
                : topics.stream()
                        .map(topic -> new OffsetFetchResponseTopic()
                                .name(topic.name())
                                .partitions(topic.partitionIndexes().stream()
                                        .map(index -> new OffsetFetchResponsePartition()
                                                .partitionIndex(index)
                                                .committedOffset(-1)
                                                .errorCode(error))
                                        .toList()))
                        .toList();
    }
}
