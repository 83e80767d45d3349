package dev.naru.client.cluster;

import dev.naru.client.BrokerException;
import dev.naru.client.FoundOffset;
import dev.naru.client.OffsetSpec;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ListOffsetsRequest;
import dev.naru.protocol.message.ListOffsetsResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Asks leaders for offsets (ListOffsets), each for all its partitions in one request.
 *
 * <p>Threading: confined to the client's loop.
 */
public final class OffsetQueries {
    private final Cluster cluster;
    private final boolean readCommitted;

    /** @param readCommitted whether the latest offset is that of the last stable record instead of the last replicated one */
    public OffsetQueries(Cluster cluster, boolean readCommitted) {
        this.cluster = cluster;
        this.readCommitted = readCommitted;
    }

    /** The offsets of all these places; tries again while leaders change. */
    public CompletableFuture<Map<TopicPartition, FoundOffset>> find(Map<TopicPartition, OffsetSpec> wanted) {
        Map<TopicPartition, FoundOffset> found = new HashMap<>();
        return cluster.retries()
                .call(
                        "looking up offsets",
                        () -> withLeaders(wanted.keySet())
                                .thenCompose(view -> findMissing(view, wanted, found))
                                .thenApply(ignored -> Map.copyOf(found)));
    }

    /** A view that knows these partitions. */
    private CompletableFuture<ClusterView> withLeaders(Set<TopicPartition> partitions) {
        Metadata metadata = cluster.metadata();
        boolean allKnown =
                partitions.stream().allMatch(partition -> metadata.view().leader(partition) != null);
        if (allKnown) {
            return CompletableFuture.completedFuture(metadata.view());
        }
        Set<String> topics = new HashSet<>();
        partitions.forEach(partition -> topics.add(partition.topic()));
        metadata.track(topics);
        return metadata.refresh().thenApply(view -> {
            partitions.forEach(partition -> checkExists(view, partition));
            return view;
        });
    }

    private static void checkExists(ClusterView view, TopicPartition partition) {
        TopicView topic = view.topics().get(partition.topic());
        if (topic != null && topic.error() != ErrorCode.NONE) {
            throw new BrokerException(topic.error(), "topic " + partition.topic(), null);
        }
        if (view.leader(partition) == null) {
            throw new LeaderUnknownException(partition);
        }
    }

    private CompletableFuture<Void> findMissing(
            ClusterView view, Map<TopicPartition, OffsetSpec> wanted, Map<TopicPartition, FoundOffset> found) {
        Map<BrokerNode, List<TopicPartition>> byLeader = new HashMap<>();
        for (TopicPartition partition : wanted.keySet()) {
            if (!found.containsKey(partition)) {
                BrokerNode leader = view.leader(partition);
                if (leader == null) {
                    throw new LeaderUnknownException(partition);
                }
                byLeader.computeIfAbsent(leader, ignored -> new ArrayList<>()).add(partition);
            }
        }
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        byLeader.forEach((leader, partitions) -> answers.add(cluster.links()
                .send(leader.address(), ask(view, partitions, wanted))
                .thenAccept(response -> take(response, found))));
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
    }

    private Ask<ListOffsetsResponse> ask(
            ClusterView view, List<TopicPartition> partitions, Map<TopicPartition, OffsetSpec> wanted) {
        Map<String, ListOffsetsRequest.ListOffsetsTopic> topics = new HashMap<>();
        for (TopicPartition partition : partitions) {
            PartitionView known = view.partition(partition);
            OffsetSpec spec = wanted.get(partition);
            if (known == null || spec == null) {
                throw new LeaderUnknownException(partition);
            }
            topics.computeIfAbsent(
                            partition.topic(),
                            name -> new ListOffsetsRequest.ListOffsetsTopic()
                                    .name(name)
                                    .partitions(new ArrayList<>()))
                    .partitions()
                    .add(new ListOffsetsRequest.ListOffsetsPartition()
                            .partitionIndex(partition.partition())
                            .currentLeaderEpoch(known.leaderEpoch())
                            .timestamp(spec.timestamp()));
        }
        ListOffsetsRequest request = new ListOffsetsRequest()
                .replicaId(-1)
                .isolationLevel((byte) (readCommitted ? 1 : 0))
                .topics(List.copyOf(topics.values()))
                .timeoutMs(cluster.config().timeouts().requestMs());
        return Ask.of(
                request, ListOffsetsResponse.class, cluster.config().timeouts().requestMs());
    }

    private void take(ListOffsetsResponse response, Map<TopicPartition, FoundOffset> found) {
        BrokerException firstError = null;
        for (ListOffsetsResponse.ListOffsetsTopicResponse topic : response.topics()) {
            for (ListOffsetsResponse.ListOffsetsPartitionResponse answer : topic.partitions()) {
                TopicPartition partition = new TopicPartition(topic.name(), answer.partitionIndex());
                ErrorCode error = ErrorCode.of(answer.errorCode());
                if (error == ErrorCode.NONE) {
                    found.put(partition, new FoundOffset(answer.offset(), answer.timestamp(), answer.leaderEpoch()));
                } else if (firstError == null) {
                    firstError = new BrokerException(error, "partition " + partition, null);
                }
            }
        }
        if (firstError != null) {
            cluster.metadata().stale();
            throw firstError;
        }
    }
}
