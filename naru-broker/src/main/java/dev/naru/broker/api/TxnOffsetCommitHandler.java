package dev.naru.broker.api;

import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.TxnOffsetCommitRequest;
import dev.naru.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition;
import dev.naru.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic;
import dev.naru.protocol.message.TxnOffsetCommitResponse;
import dev.naru.protocol.message.TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition;
import dev.naru.protocol.message.TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.List;

/**
 * TxnOffsetCommit 0–6: offsets that become true when the producer's transaction is committed; by topic name, in version 6 by
 * topic id.
 *
 * <p>Until then they are seen by nobody, and whoever wants stable offsets only is told to wait.
 */
final class TxnOffsetCommitHandler implements ApiHandler<TxnOffsetCommitRequest> {
    private static final short BY_ID_SINCE = 6;

    private final CoordinatorGateway<GroupShard> groups;

    TxnOffsetCommitHandler(CoordinatorGateway<GroupShard> groups) {
        this.groups = groups;
    }

    @Override
    public void handle(TxnOffsetCommitRequest request, RequestContext context) {
        CommitTopics topics = new CommitTopics(context.image(), context.version() >= BY_ID_SINCE);
        List<TxnOffsetCommitResponseTopic> refused = new ArrayList<>();
        List<TxnOffsetCommitRequestTopic> known = new ArrayList<>();
        for (TxnOffsetCommitRequestTopic topic : request.topics()) {
            sort(topic, topics, known, refused);
        }
        if (known.isEmpty()) {
            context.respond(new TxnOffsetCommitResponse().topics(refused));
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
            TxnOffsetCommitRequestTopic topic,
            CommitTopics topics,
            List<TxnOffsetCommitRequestTopic> known,
            List<TxnOffsetCommitResponseTopic> refused) {
        TopicImage image = topics.find(topic.name(), topic.topicId());
        List<TxnOffsetCommitRequestPartition> good = new ArrayList<>();
        List<TxnOffsetCommitResponsePartition> bad = new ArrayList<>();
        for (TxnOffsetCommitRequestPartition partition : topic.partitions()) {
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

    private static List<TxnOffsetCommitResponseTopic> failed(
            List<TxnOffsetCommitRequestTopic> topics, ErrorCode error) {
        return topics.stream()
                .map(topic -> answer(
                        topic,
                        topic.partitions().stream()
                                .map(partition -> failed(partition, error))
                                .toList()))
                .toList();
    }

    private static TxnOffsetCommitResponsePartition failed(TxnOffsetCommitRequestPartition partition, ErrorCode error) {
        return new TxnOffsetCommitResponsePartition()
                .partitionIndex(partition.partitionIndex())
                .errorCode(error.code());
    }

    private static TxnOffsetCommitResponseTopic answer(
            TxnOffsetCommitRequestTopic topic, List<TxnOffsetCommitResponsePartition> partitions) {
        return new TxnOffsetCommitResponseTopic()
                .name(topic.name())
                .topicId(topic.topicId())
                .partitions(partitions);
    }

    private static void respond(
            RequestContext context,
            List<TxnOffsetCommitResponseTopic> refused,
            List<TxnOffsetCommitResponseTopic> committed) {
        List<TxnOffsetCommitResponseTopic> all = new ArrayList<>(committed);
        all.addAll(refused);
        context.respond(new TxnOffsetCommitResponse().topics(all));
    }
}
