package dev.naru.broker.api;

import dev.naru.common.Uuid;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Finds the topics that offsets are committed for: by name in older versions, by id in newer ones. Only what exists gets
 * offsets.
 *
 * <p>Threading: immutable.
 */
final class CommitTopics {
    private final ClusterImage image;
    private final boolean isById;

    CommitTopics(ClusterImage image, boolean isById) {
        this.image = image;
        this.isById = isById;
    }

    /** The topic, or null if there is none. */
    @Nullable
    TopicImage find(String name, Uuid id) {
        return isById ? image.topics().get(id) : image.topic(name);
    }

    /** What is wrong with a partition of it. */
    ErrorCode error(@Nullable TopicImage topic, int partition) {
        if (topic == null) {
            return isById ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
        }
        return topic.partition(partition) == null ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.NONE;
    }
}
