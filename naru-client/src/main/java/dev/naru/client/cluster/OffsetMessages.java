package dev.naru.client.cluster;

import dev.naru.client.BrokerException;
import dev.naru.client.CommittedOffset;
import dev.naru.client.GroupMembership;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.OffsetCommitRequest;
import dev.naru.protocol.message.OffsetCommitResponse;
import dev.naru.protocol.message.OffsetFetchRequest;
import dev.naru.protocol.message.OffsetFetchResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Requests and answers about the offsets of a group; topics go by name. Threading: stateless. */
public final class OffsetMessages {
    /** The newest OffsetCommit that names topics by name. */
    public static final int NEWEST_COMMIT_BY_NAME = 9;

    /** The newest OffsetFetch that names topics by name. */
    public static final int NEWEST_FETCH_BY_NAME = 9;

    private OffsetMessages() {}

    /** Commits these offsets. */
    public static OffsetCommitRequest commit(GroupMembership who, Map<TopicPartition, CommittedOffset> offsets) {
        Map<String, OffsetCommitRequest.OffsetCommitRequestTopic> topics = new TreeMap<>();
        offsets.forEach((partition, offset) -> topics.computeIfAbsent(
                        partition.topic(),
                        name -> new OffsetCommitRequest.OffsetCommitRequestTopic()
                                .name(name)
                                .partitions(new ArrayList<>()))
                .partitions()
                .add(new OffsetCommitRequest.OffsetCommitRequestPartition()
                        .partitionIndex(partition.partition())
                        .committedOffset(offset.offset())
                        .committedLeaderEpoch(offset.leaderEpoch())
                        .committedMetadata(offset.metadata())));
        return new OffsetCommitRequest()
                .groupId(who.groupId())
                .generationIdOrMemberEpoch(who.epoch())
                .memberId(who.memberId())
                .groupInstanceId(who.instanceId())
                .topics(new ArrayList<>(topics.values()));
    }

    /** Calls {@code handler} for each partition whose offset was not committed. */
    public static void forEachError(OffsetCommitResponse response, BiConsumer<TopicPartition, ErrorCode> handler) {
        response.topics()
                .forEach(topic -> topic.partitions().forEach(partition -> {
                    ErrorCode error = ErrorCode.of(partition.errorCode());
                    if (error != ErrorCode.NONE) {
                        handler.accept(new TopicPartition(topic.name(), partition.partitionIndex()), error);
                    }
                }));
    }

    /**
     * Asks for offsets.
     *
     * @param partitions of these partitions, or null for all there are
     * @param stable whether to wait for transactions that may change them
     */
    public static OffsetFetchRequest fetch(
            GroupMembership who, @Nullable Collection<TopicPartition> partitions, boolean stable) {
        OffsetFetchRequest.OffsetFetchRequestGroup group =
                new OffsetFetchRequest.OffsetFetchRequestGroup().groupId(who.groupId());
        if (!who.memberId().isEmpty()) {
            group.memberId(who.memberId()).memberEpoch(who.epoch());
        }
        if (partitions == null) {
            group.topics(null);
        } else {
            Map<String, List<Integer>> byTopic = new TreeMap<>();
            new TreeSet<>(partitions)
                    .forEach(partition -> byTopic.computeIfAbsent(partition.topic(), ignored -> new ArrayList<>())
                            .add(partition.partition()));
            List<OffsetFetchRequest.OffsetFetchRequestTopics> topics = new ArrayList<>();
            byTopic.forEach((topic, numbers) -> topics.add(new OffsetFetchRequest.OffsetFetchRequestTopics()
                    .name(topic)
                    .partitionIndexes(numbers)));
            group.topics(topics);
        }
        return new OffsetFetchRequest().groups(List.of(group)).requireStable(stable);
    }

    /**
     * What was answered; partitions without a committed offset are missing.
     *
     * @throws BrokerException for the first error in the answer
     */
    public static Map<TopicPartition, CommittedOffset> offsets(String groupId, OffsetFetchResponse response) {
        Map<TopicPartition, CommittedOffset> offsets = new HashMap<>();
        for (OffsetFetchResponse.OffsetFetchResponseGroup group : response.groups()) {
            check(group.errorCode(), "fetching offsets of group " + groupId);
            for (OffsetFetchResponse.OffsetFetchResponseTopics topic : group.topics()) {
                for (OffsetFetchResponse.OffsetFetchResponsePartitions answer : topic.partitions()) {
                    TopicPartition partition = new TopicPartition(topic.name(), answer.partitionIndex());
                    check(answer.errorCode(), "fetching the offset of " + partition + " of group " + groupId);
                    if (answer.committedOffset() >= 0) {
                        String metadata = answer.metadata();
                        offsets.put(
                                partition,
                                new CommittedOffset(
                                        answer.committedOffset(),
                                        answer.committedLeaderEpoch(),
                                        metadata == null ? "" : metadata));
                    }
                }
            }
        }
        return offsets;
    }

    private static void check(short code, String subject) {
        ErrorCode error = ErrorCode.of(code);
        if (error != ErrorCode.NONE) {
            throw new BrokerException(error, subject, null);
        }
    }
}
