package dev.naru.broker.api;

import dev.naru.common.Uuid;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.PartitionImage;
import dev.naru.metadata.TopicImage;
import dev.naru.metadata.TopicNames;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DescribeTopicPartitionsRequest;
import dev.naru.protocol.message.DescribeTopicPartitionsResponse;
import dev.naru.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition;
import dev.naru.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * DescribeTopicPartitions 0: topics in the order of their names, all of them if none is named, at most so many partitions
 * in one response. Where it stops it leaves a cursor, from which the next request goes on; a topic that has gone
 * meanwhile is passed over, if it was not named. A cursor of another topic than those that are named, or of no partition, is
 * INVALID_REQUEST for each of them.
 */
final class DescribeTopicPartitionsHandler implements ApiHandler<DescribeTopicPartitionsRequest> {
    /** Kafka's {@code max.request.partition.size.limit}. */
    private static final int PARTITIONS_PER_RESPONSE_MAX = 2_000;

    @Override
    public void handle(DescribeTopicPartitionsRequest request, RequestContext context) {
        DescribeTopicPartitionsRequest.Cursor cursor = request.cursor();
        if (cursor != null && !isUsable(cursor, request)) {
            context.respond(new DescribeTopicPartitionsResponse().topics(refused(request)));
            return;
        }
        int limit = Math.max(1, Math.min(PARTITIONS_PER_RESPONSE_MAX, request.responsePartitionLimit()));
        Description description =
                new Description(context.image(), new ClientView(context.image(), context), cursor, limit);
        Iterator<String> names = names(request, context.image());
        while (names.hasNext() && description.hasRoom()) {
            description.add(names.next());
        }
        if (names.hasNext() && description.nextCursor == null) {
            description.setCursor(names.next(), 0);
        }
        context.respond(
                new DescribeTopicPartitionsResponse().topics(description.topics).nextCursor(description.nextCursor));
    }

    private static boolean isUsable(
            DescribeTopicPartitionsRequest.Cursor cursor, DescribeTopicPartitionsRequest request) {
        boolean namesItsTopic = request.topics().isEmpty()
                || request.topics().stream().anyMatch(topic -> topic.name().equals(cursor.topicName()));
        return namesItsTopic && cursor.partitionIndex() >= 0;
    }

    /** The response has no error of its own, so every topic gets it. */
    private static List<DescribeTopicPartitionsResponseTopic> refused(DescribeTopicPartitionsRequest request) {
        return request.topics().stream()
                .map(topic -> new DescribeTopicPartitionsResponseTopic()
                        .name(topic.name())
                        .errorCode(ErrorCode.INVALID_REQUEST.code()))
                .toList();
    }

    private static Iterator<String> names(DescribeTopicPartitionsRequest request, ClusterImage image) {
        DescribeTopicPartitionsRequest.Cursor cursor = request.cursor();
        String from = cursor == null ? "" : cursor.topicName();
        if (!request.topics().isEmpty()) {
            TreeSet<String> names = new TreeSet<>();
            request.topics().forEach(topic -> names.add(topic.name()));
            return names.tailSet(from).iterator();
        }
        Iterator<Map.Entry<String, TopicImage>> topics =
                image.topics().byName().from(from).iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return topics.hasNext();
            }

            @Override
            public String next() {
                return topics.next().getKey();
            }
        };
    }

    /** The response as it grows. Threading: confined to the request's loop. */
    private static final class Description {
        private final ClusterImage image;
        private final ClientView view;
        private final DescribeTopicPartitionsRequest.@Nullable Cursor cursor;
        private final List<DescribeTopicPartitionsResponseTopic> topics = new ArrayList<>();
        private int partitionsLeft;
        private DescribeTopicPartitionsResponse.@Nullable Cursor nextCursor;

        Description(
                ClusterImage image,
                ClientView view,
                DescribeTopicPartitionsRequest.@Nullable Cursor cursor,
                int partitionsLeft) {
            this.image = image;
            this.view = view;
            this.cursor = cursor;
            this.partitionsLeft = partitionsLeft;
        }

        boolean hasRoom() {
            return partitionsLeft > 0;
        }

        void add(String name) {
            TopicImage topic = image.topic(name);
            if (topic == null) {
                topics.add(unknown(name));
                return;
            }
            int first = cursor != null && cursor.topicName().equals(name) ? cursor.partitionIndex() : 0;
            int end = (int) Math.min(topic.partitionCount(), (long) first + partitionsLeft);
            List<DescribeTopicPartitionsResponsePartition> partitions = new ArrayList<>();
            for (int index = first; index < end; index++) {
                PartitionImage partition = topic.partition(index);
                if (partition != null) {
                    partitions.add(describe(index, partition));
                }
            }
            partitionsLeft -= partitions.size();
            if (end < topic.partitionCount()) {
                setCursor(name, end);
            }
            topics.add(new DescribeTopicPartitionsResponseTopic()
                    .name(name)
                    .topicId(topic.id())
                    .isInternal(TopicNames.isInternal(name))
                    .partitions(partitions)
                    .topicAuthorizedOperations(ClientView.TOPIC_OPERATIONS));
        }

        void setCursor(String topic, int partition) {
            nextCursor = new DescribeTopicPartitionsResponse.Cursor()
                    .topicName(topic)
                    .partitionIndex(partition);
        }

        private static DescribeTopicPartitionsResponseTopic unknown(String name) {
            ErrorCode error = TopicNames.problemWith(name) == null
                    ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                    : ErrorCode.INVALID_TOPIC_EXCEPTION;
            return new DescribeTopicPartitionsResponseTopic()
                    .errorCode(error.code())
                    .name(name)
                    .topicId(Uuid.ZERO)
                    .isInternal(TopicNames.isInternal(name))
                    .topicAuthorizedOperations(ClientView.TOPIC_OPERATIONS);
        }

        private DescribeTopicPartitionsResponsePartition describe(int index, PartitionImage partition) {
            return new DescribeTopicPartitionsResponsePartition()
                    .errorCode(view.leaderError(partition).code())
                    .partitionIndex(index)
                    .leaderId(view.leader(partition))
                    .leaderEpoch(partition.leaderEpoch())
                    .replicaNodes(partition.replicas())
                    .isrNodes(partition.isr())
                    .eligibleLeaderReplicas(partition.eligible().current())
                    .lastKnownElr(partition.eligible().lastKnown())
                    .offlineReplicas(view.offlineReplicas(partition));
        }
    }
}
