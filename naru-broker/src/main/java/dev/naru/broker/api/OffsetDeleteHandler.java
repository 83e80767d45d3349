package dev.naru.broker.api;

import dev.naru.common.Uuid;
import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.OffsetDeleteRequest;
import dev.naru.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestPartition;
import dev.naru.protocol.message.OffsetDeleteRequest.OffsetDeleteRequestTopic;
import dev.naru.protocol.message.OffsetDeleteResponse;
import dev.naru.protocol.message.OffsetDeleteResponse.OffsetDeleteResponsePartition;
import dev.naru.protocol.message.OffsetDeleteResponse.OffsetDeleteResponseTopic;
import java.util.ArrayList;
import java.util.List;

/**
 * OffsetDelete 0: deletes offsets of topics that the group does not consume any more; GROUP_SUBSCRIBED_TO_TOPIC if it does.
 */
final class OffsetDeleteHandler implements ApiHandler<OffsetDeleteRequest> {
    private final CoordinatorGateway<GroupShard> groups;

    OffsetDeleteHandler(CoordinatorGateway<GroupShard> groups) {
        this.groups = groups;
    }

    @Override
    public void handle(OffsetDeleteRequest request, RequestContext context) {
        List<OffsetDeleteResponseTopic> refused = new ArrayList<>();
        List<OffsetDeleteRequestTopic> known = new ArrayList<>();
        CommitTopics topics = new CommitTopics(context.image(), false);
        for (OffsetDeleteRequestTopic topic : request.topics()) {
            sort(topic, topics, known, refused);
        }
        request.topics(known);
        groups.decide(
                request.groupId(),
                context,
                shard -> shard.deletions().delete(request),
                response -> {
                    List<OffsetDeleteResponseTopic> all = new ArrayList<>(response.topics());
                    all.addAll(refused);
                    context.respond(response.topics(response.errorCode() == ErrorCode.NONE.code() ? all : List.of()));
                },
                refusal -> context.respond(new OffsetDeleteResponse()
                        .errorCode(GroupRequests.groupError(refusal).code())));
    }

    private static void sort(
            OffsetDeleteRequestTopic topic,
            CommitTopics topics,
            List<OffsetDeleteRequestTopic> known,
            List<OffsetDeleteResponseTopic> refused) {
        TopicImage image = topics.find(topic.name(), Uuid.ZERO);
        List<OffsetDeleteRequestPartition> good = new ArrayList<>();
        List<OffsetDeleteResponsePartition> bad = new ArrayList<>();
        for (OffsetDeleteRequestPartition partition : topic.partitions()) {
            ErrorCode error = topics.error(image, partition.partitionIndex());
            if (error == ErrorCode.NONE) {
                good.add(partition);
            } else {
                bad.add(new OffsetDeleteResponsePartition()
                        .partitionIndex(partition.partitionIndex())
                        .errorCode(error.code()));
            }
        }
        if (!bad.isEmpty()) {
            refused.add(new OffsetDeleteResponseTopic().name(topic.name()).partitions(bad));
        }
        if (!good.isEmpty()) {
            known.add(topic.partitions(good));
        }
    }
}
