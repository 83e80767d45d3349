package dev.naru.broker.api;

import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import dev.naru.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import dev.naru.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import dev.naru.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The topics whose offsets a group asks for, between the ids of newer versions and the names that offsets are stored under.
 *
 * <p>Threading: confined to the request.
 */
final class FetchedTopics {
    private final ClusterImage image;
    private final boolean isById;
    private final @Nullable List<OffsetFetchRequestTopics> known;
    private final List<OffsetFetchResponseTopics> unknown = new ArrayList<>();

    /** The topics asked for; null for all. */
    FetchedTopics(ClusterImage image, boolean isById, @Nullable List<OffsetFetchRequestTopics> wanted) {
        this.image = image;
        this.isById = isById;
        this.known = wanted == null ? null : resolve(wanted);
    }

    private List<OffsetFetchRequestTopics> resolve(List<OffsetFetchRequestTopics> wanted) {
        List<OffsetFetchRequestTopics> resolved = new ArrayList<>();
        for (OffsetFetchRequestTopics topic : wanted) {
            TopicImage found = isById ? image.topics().get(topic.topicId()) : image.topic(topic.name());
            if (found != null) {
                resolved.add(topic.name(found.name()).topicId(found.id()));
            } else if (!isById) {
                resolved.add(topic);
            } else {
                unknown.add(new OffsetFetchResponseTopics()
                        .topicId(topic.topicId())
                        .partitions(topic.partitionIndexes().stream()
                                .map(FetchedTopics::unknown)
                                .toList()));
            }
        }
        return resolved;
    }

    private static OffsetFetchResponsePartitions unknown(int partition) {
        return new OffsetFetchResponsePartitions()
                .partitionIndex(partition)
                .committedOffset(-1)
                .errorCode(ErrorCode.UNKNOWN_TOPIC_ID.code());
    }

    /** Those that have names; null for all. */
    @Nullable
    List<OffsetFetchRequestTopics> known() {
        return known;
    }

    /** The answer in the client's terms. A topic that is gone has no id to be told by. */
    OffsetFetchResponseGroup complete(OffsetFetchResponseGroup response) {
        if (!isById || response.errorCode() != ErrorCode.NONE.code()) {
            return response;
        }
        List<OffsetFetchResponseTopics> topics = new ArrayList<>();
        for (OffsetFetchResponseTopics topic : response.topics()) {
            TopicImage found = image.topic(topic.name());
            if (!topic.topicId().isZero()) {
                topics.add(topic);
            } else if (found != null) {
                topics.add(topic.topicId(found.id()));
            }
        }
        topics.addAll(unknown);
        return response.topics(topics);
    }
}
