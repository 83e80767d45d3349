package dev.naru.broker.api;

import dev.naru.common.Uuid;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.replication.HostedPartitions;
import dev.naru.replication.HostedTopic;
import dev.naru.replication.Partition;
import org.jspecify.annotations.Nullable;

/**
 * Finds the partition a request speaks of, or the reason why there is none here.
 *
 * <p>Threading: safe from any thread.
 */
final class PartitionFinder {
    private final HostedPartitions partitions;

    PartitionFinder(HostedPartitions partitions) {
        this.partitions = partitions;
    }

    /** A partition, or the error that stands for it. */
    record Found(@Nullable Partition partition, ErrorCode error) {
        static Found of(Partition partition) {
            return new Found(partition, ErrorCode.NONE);
        }

        static Found none(ErrorCode error) {
            return new Found(null, error);
        }
    }

    /** By the name of the topic. */
    Found find(ClusterImage image, String topic, int index) {
        return find(partitions.lookup().byName(topic), image.topic(topic), index, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }

    /** By the id of the topic. */
    Found find(ClusterImage image, Uuid topicId, int index) {
        return find(partitions.lookup().byId(topicId), image.topics().get(topicId), index, ErrorCode.UNKNOWN_TOPIC_ID);
    }

    /** The name of a topic, empty if there is none of this id. */
    String nameOf(ClusterImage image, Uuid topicId) {
        HostedTopic hosted = partitions.lookup().byId(topicId);
        if (hosted != null) {
            return hosted.name();
        }
        TopicImage topic = image.topics().get(topicId);
        return topic == null ? "" : topic.name();
    }

    private static Found find(
            @Nullable HostedTopic hosted, @Nullable TopicImage topic, int index, ErrorCode unknownTopic) {
        Partition partition = hosted == null ? null : hosted.partition(index);
        if (partition != null) {
            return Found.of(partition);
        }
        if (hosted != null && hosted.offline().contains(index)) {
            return Found.none(ErrorCode.KAFKA_STORAGE_ERROR);
        }
        if (topic == null) {
            return Found.none(unknownTopic);
        }
        // Somewhere else, or nowhere.
        return Found.none(
                topic.partition(index) == null
                        ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                        : ErrorCode.NOT_LEADER_OR_FOLLOWER);
    }
}
