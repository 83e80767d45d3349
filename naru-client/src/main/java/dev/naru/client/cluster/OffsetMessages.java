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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Requests and answers about the offsets of a group; topics go by name, and by id where it is known. Threading: stateless. */
public final class OffsetMessages {
    /** The newest OffsetCommit that names topics by name. */
    public static final int NEWEST_COMMIT_BY_NAME = 9;

    /** The newest OffsetFetch that names topics by name. */
    public static final int NEWEST_FETCH_BY_NAME = 9;

    private OffsetMessages() {}

    /** Commits these offsets. */
    public static OffsetCommitRequest commit(
            GroupMembership who, Map<TopicPartition, CommittedOffset> offsets, TopicIds ids) {
        Map<String, OffsetCommitRequest.OffsetCommitRequestTopic> topics = new TreeMap<>();
        offsets.forEach((partition, offset) -> topics.computeIfAbsent(
                        partition.topic(),
                        name -> new OffsetCommitRequest.OffsetCommitRequestTopic()
                                .name(name)
                                .topicId(ids.id(name))
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
    public static void forEachError(
            OffsetCommitResponse response, TopicIds ids, BiConsumer<TopicPartition, ErrorCode> handler) {
        response.topics()
                .forEach(topic -> topic.partitions().forEach(partition -> {
                    ErrorCode error = ErrorCode.of(partition.errorCode());
                    if (error != ErrorCode.NONE) {
                        String name = ids.name(topic.name(), topic.topicId());
                        handler.accept(new TopicPartition(name, partition.partitionIndex()), error);
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
            GroupMembership who, @Nullable Collection<TopicPartition> partitions, TopicIds ids, boolean stable) {
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
                    .topicId(ids.id(topic))
                    .partitionIndexes(numbers)));
            group.topics(topics);
        }
        return new OffsetFetchRequest().groups(List.of(group)).requireStable(stable);
    }

    /**
     * What was answered.
     *
     * @throws BrokerException for the first error in the answer
     */
    public static FetchedOffsets offsets(String groupId, OffsetFetchResponse response, TopicIds ids) {
        Map<TopicPartition, CommittedOffset> committed = new HashMap<>();
        Set<TopicPartition> unknown = new HashSet<>();
        for (OffsetFetchResponse.OffsetFetchResponseGroup group : response.groups()) {
            check(group.errorCode(), "fetching offsets of group " + groupId);
            for (OffsetFetchResponse.OffsetFetchResponseTopics topic : group.topics()) {
                String name = ids.name(topic.name(), topic.topicId());
                for (OffsetFetchResponse.OffsetFetchResponsePartitions answer : topic.partitions()) {
                    TopicPartition partition = new TopicPartition(name, answer.partitionIndex());
                    if (answer.errorCode() == ErrorCode.UNKNOWN_TOPIC_ID.code()) {
                        unknown.add(partition);
                        continue;
                    }
                    check(answer.errorCode(), "fetching the offset of " + partition + " of group " + groupId);
                    if (answer.committedOffset() >= 0) {
                        committed.put(partition, offset(answer));
                    }
                }
            }
        }
        return new FetchedOffsets(committed, unknown);
    }

    private static CommittedOffset offset(OffsetFetchResponse.OffsetFetchResponsePartitions answer) {
        String metadata = answer.metadata();
        return new CommittedOffset(
                answer.committedOffset(), answer.committedLeaderEpoch(), metadata == null ? "" : metadata);
    }

    private static void check(short code, String subject) {
        ErrorCode error = ErrorCode.of(code);
        if (error != ErrorCode.NONE) {
            throw new BrokerException(error, subject, null);
        }
    }
}
