package dev.naru.broker.api;

import dev.naru.protocol.message.FetchResponse;
import dev.naru.storage.AbortedTransaction;
import dev.naru.storage.EpochEndOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fetch response while it is put together, partition by partition; those of one topic that follow each other stand
 * together. Threading: confined to the loop that answers.
 */
final class FetchAnswer {
    private static final short LEADERS_SINCE = 12;
    private static final short NODES_SINCE = 16;

    private final RequestContext context;
    private final PartitionFinder partitions;
    private final NodeEndpoints leaders;
    private final List<FetchResponse.FetchableTopicResponse> topics = new ArrayList<>();
    private List<FetchResponse.PartitionData> ofLastTopic = List.of();
    private FetchTarget.@Nullable Key last;

    FetchAnswer(RequestContext context, PartitionFinder partitions) {
        this.context = context;
        this.partitions = partitions;
        this.leaders = new NodeEndpoints(context, LEADERS_SINCE, NODES_SINCE);
    }

    /** Adds a partition; its records belong to the response from now on. */
    void add(FetchPart part) {
        FetchTarget.Key key = part.target.key();
        if (last == null || !last.isSameTopic(key)) {
            ofLastTopic = new ArrayList<>();
            topics.add(new FetchResponse.FetchableTopicResponse()
                    .topic(key.topic())
                    .topicId(key.topicId())
                    .partitions(ofLastTopic));
            last = key;
        }
        ofLastTopic.add(partition(part));
    }

    FetchResponse response() {
        List<FetchResponse.NodeEndpoint> endpoints = new ArrayList<>();
        leaders.nodes()
                .forEach(node -> endpoints.add(new FetchResponse.NodeEndpoint()
                        .nodeId(node.id())
                        .host(node.host())
                        .port(node.port())
                        .rack(node.rack())));
        return new FetchResponse().responses(topics).nodeEndpoints(endpoints);
    }

    private FetchResponse.PartitionData partition(FetchPart part) {
        FetchTarget.Key key = part.target.key();
        FetchResponse.PartitionData data = new FetchResponse.PartitionData()
                .partitionIndex(key.partition())
                .errorCode(part.error().code())
                .highWatermark(part.offsets().highWatermark())
                .lastStableOffset(part.offsets().lastStableOffset())
                .logStartOffset(part.offsets().logStartOffset())
                .abortedTransactions(aborted(part.aborted()))
                .records(part.records());
        EpochEndOffset divergence = part.divergence();
        if (divergence != null) {
            data.divergingEpoch(new FetchResponse.EpochEndOffset()
                    .epoch(divergence.leaderEpoch())
                    .endOffset(divergence.endOffset()));
        }
        String topic = key.topic().isEmpty() ? partitions.nameOf(context.image(), key.topicId()) : key.topic();
        NodeEndpoints.Leader leader = leaders.leaderFor(part.error(), topic, key.partition());
        if (leader != null) {
            data.currentLeader(
                    new FetchResponse.LeaderIdAndEpoch().leaderId(leader.id()).leaderEpoch(leader.epoch()));
        }
        return data;
    }

    private static @Nullable List<FetchResponse.AbortedTransaction> aborted(
            @Nullable List<AbortedTransaction> transactions) {
        if (transactions == null) {
            return null;
        }
        return transactions.stream()
                .map(transaction -> new FetchResponse.AbortedTransaction()
                        .producerId(transaction.producerId())
                        .firstOffset(transaction.firstOffset()))
                .toList();
    }
}
