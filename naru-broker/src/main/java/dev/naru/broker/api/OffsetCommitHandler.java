package dev.naru.broker.api;

import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.OffsetCommitRequest;
import dev.naru.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import dev.naru.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import dev.naru.protocol.message.OffsetCommitResponse;
import dev.naru.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import dev.naru.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.List;

/**
 * OffsetCommit 2–10: by topic name, from version 10 on by topic id. Partitions that do not exist are refused one by one; the
 * rest is committed together or not at all.
 *
 * <p>A member commits in its generation or epoch; a client outside of the group's protocol (generation -1) only while the
 * group has no members.
 */
final class OffsetCommitHandler implements ApiHandler<OffsetCommitRequest> {
    private static final short BY_ID_SINCE = 10;

    private final CoordinatorGateway<GroupShard> groups;

    OffsetCommitHandler(CoordinatorGateway<GroupShard> groups) {
        this.groups = groups;
    }

    @Override
    public void handle(OffsetCommitRequest request, RequestContext context) {
        boolean isById = context.version() >= BY_ID_SINCE;
        CommitTopics topics = new CommitTopics(context.image(), isById);
        List<OffsetCommitResponseTopic> refused = new ArrayList<>();
        List<OffsetCommitRequestTopic> known = new ArrayList<>();
        for (OffsetCommitRequestTopic topic : request.topics()) {
            sort(topic, topics, known, refused);
        }
        if (known.isEmpty()) {
            context.respond(new OffsetCommitResponse().topics(refused));
            return;
        }
        request.topics(known);
        groups.decide(
                request.groupId(),
                context,
                shard -> shard.commits().commit(request, context.version()),
                response -> respond(context, refused, response.topics()),
                refusal -> respond(context, refused, failed(known, GroupRequests.commitError(refusal))));
    }

    private static void sort(
            OffsetCommitRequestTopic topic,
            CommitTopics topics,
            List<OffsetCommitRequestTopic> known,
            List<OffsetCommitResponseTopic> refused) {
        TopicImage image = topics.find(topic.name(), topic.topicId());
        List<OffsetCommitRequestPartition> good = new ArrayList<>();
        List<OffsetCommitResponsePartition> bad = new ArrayList<>();
        for (OffsetCommitRequestPartition partition : topic.partitions()) {
            ErrorCode error = topics.error(image, partition.partitionIndex());
            if (error == ErrorCode.NONE) {
                good.add(partition);
            } else {
                bad.add(failed(partition, error));
            }
        }
        if (!bad.isEmpty()) {
            refused.add(answer(topic, bad));
        }
        if (image != null && !good.isEmpty()) {
            known.add(topic.name(image.name()).topicId(image.id()).partitions(good));
        }
    }

    private static List<OffsetCommitResponseTopic> failed(List<OffsetCommitRequestTopic> topics, ErrorCode error) {
        return topics.stream()
                .map(topic -> answer(
                        topic,
                        topic.partitions().stream()
                                .map(partition -> failed(partition, error))
                                .toList()))
                .toList();
    }

    private static OffsetCommitResponsePartition failed(OffsetCommitRequestPartition partition, ErrorCode error) {
        return new OffsetCommitResponsePartition()
                .partitionIndex(partition.partitionIndex())
                .errorCode(error.code());
    }

    private static OffsetCommitResponseTopic answer(
            OffsetCommitRequestTopic topic, List<OffsetCommitResponsePartition> partitions) {
        return new OffsetCommitResponseTopic()
                .name(topic.name())
                .topicId(topic.topicId())
                .partitions(partitions);
    }

    private static void respond(
            RequestContext context,
            List<OffsetCommitResponseTopic> refused,
            List<OffsetCommitResponseTopic> committed) {
        List<OffsetCommitResponseTopic> all = new ArrayList<>(committed);
        all.addAll(refused);
        context.respond(new OffsetCommitResponse().topics(all));
    }
}
