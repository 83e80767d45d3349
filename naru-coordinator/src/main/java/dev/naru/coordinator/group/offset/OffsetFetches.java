package dev.naru.coordinator.group.offset;

import dev.naru.common.Uuid;
import dev.naru.coordinator.group.Group;
import dev.naru.coordinator.group.Groups;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import dev.naru.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import dev.naru.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import dev.naru.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import dev.naru.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Answers OffsetFetch for one group. A partition without an offset is answered with -1, which makes the client fall back to
 * its reset policy; so where there may be one that cannot be told yet, the answer is an error.
 *
 * <p>Threading: confined to the shard's loop.
 */
public final class OffsetFetches {
    private static final int NO_EPOCH = -1;

    private final Groups groups;
    private final Offsets offsets;

    /** Reads the offsets of these groups. */
    public OffsetFetches(Groups groups, Offsets offsets) {
        this.groups = groups;
        this.offsets = offsets;
    }

    /**
     * The offsets a client asks for.
     *
     * @param requireStable refuse what an open transaction may change yet
     */
    public Decision<OffsetFetchResponseGroup> fetch(OffsetFetchRequestGroup request, boolean requireStable) {
        OffsetFetchResponseGroup response = new OffsetFetchResponseGroup().groupId(request.groupId());
        Group group = groups.find(request.groupId());
        ErrorCode error =
                group == null ? ErrorCode.NONE : group.validateOffsetFetch(request.memberId(), request.memberEpoch());
        if (error != ErrorCode.NONE) {
            return Decision.answer(response.errorCode(error.code()));
        }
        List<OffsetFetchRequestTopics> topics = request.topics();
        return Decision.answer(response.topics(
                topics == null
                        ? all(request.groupId(), requireStable)
                        : some(request.groupId(), topics, requireStable)));
    }

    private List<OffsetFetchResponseTopics> some(
            String groupId, List<OffsetFetchRequestTopics> topics, boolean requireStable) {
        List<OffsetFetchResponseTopics> answers = new ArrayList<>(topics.size());
        for (OffsetFetchRequestTopics topic : topics) {
            List<OffsetFetchResponsePartitions> partitions =
                    new ArrayList<>(topic.partitionIndexes().size());
            for (int partition : topic.partitionIndexes()) {
                OffsetKey key = new OffsetKey(groupId, topic.name(), partition);
                partitions.add(answer(key, topic.topicId(), requireStable));
            }
            answers.add(new OffsetFetchResponseTopics()
                    .name(topic.name())
                    .topicId(topic.topicId())
                    .partitions(partitions));
        }
        return answers;
    }

    private List<OffsetFetchResponseTopics> all(String groupId, boolean requireStable) {
        Map<String, TreeSet<Integer>> partitionsByTopic = new TreeMap<>();
        offsets.ofGroup(groupId)
                .forEach((topic, partitions) -> partitionsByTopic.put(topic, new TreeSet<>(partitions.keySet())));
        if (requireStable) {
            offsets.staged()
                    .keysOf(groupId)
                    .forEach(key -> partitionsByTopic
                            .computeIfAbsent(key.topic(), topic -> new TreeSet<>())
                            .add(key.partition()));
        }
        List<OffsetFetchResponseTopics> answers = new ArrayList<>();
        partitionsByTopic.forEach((topic, partitions) -> answers.add(new OffsetFetchResponseTopics()
                .name(topic)
                .partitions(partitions.stream()
                        .map(partition -> answer(new OffsetKey(groupId, topic, partition), Uuid.ZERO, requireStable))
                        .toList())));
        return answers;
    }

    private OffsetFetchResponsePartitions answer(OffsetKey key, Uuid topicId, boolean requireStable) {
        if (requireStable && offsets.staged().contains(key)) {
            return none(key.partition()).errorCode(ErrorCode.UNSTABLE_OFFSET_COMMIT.code());
        }
        CommittedOffset offset = offsets.find(key);
        return offset == null || isOfAnotherTopic(offset, topicId)
                ? none(key.partition())
                : new OffsetFetchResponsePartitions()
                        .partitionIndex(key.partition())
                        .committedOffset(offset.offset())
                        .committedLeaderEpoch(offset.leaderEpoch())
                        .metadata(offset.metadata());
    }

    /** A topic that was deleted and made again under its name is another one. */
    private static boolean isOfAnotherTopic(CommittedOffset offset, @Nullable Uuid topicId) {
        return topicId != null
                && !topicId.isZero()
                && !offset.topicId().isZero()
                && !offset.topicId().equals(topicId);
    }

    private static OffsetFetchResponsePartitions none(int partition) {
        return new OffsetFetchResponsePartitions()
                .partitionIndex(partition)
                .committedOffset(CommittedOffset.NO_OFFSET)
                .committedLeaderEpoch(NO_EPOCH)
                .metadata("");
    }
}
