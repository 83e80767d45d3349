package dev.naru.client.consumer;

import dev.naru.client.Address;
import dev.naru.client.BrokerException;
import dev.naru.client.ClientException;
import dev.naru.client.cluster.BrokerLinks;
import dev.naru.client.cluster.BrokerNode;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.ClusterView;
import dev.naru.client.cluster.Outcomes;
import dev.naru.client.cluster.PartitionView;
import dev.naru.common.Payload;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.FetchResponse;
import dev.naru.record.BatchView;
import dev.naru.record.Batches;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a fetch in flight to each broker that leads partitions with room for more, over connections of its own: a fetch
 * may be answered late on purpose, and nothing else should wait behind it.
 *
 * <p>Threading: confined to the client's loop.
 */
final class Fetcher {
    private final Cluster cluster;
    private final ConsumerConfig config;
    private final Map<TopicPartition, AssignedPartition> assigned;
    private final PositionFinder positions;
    private final Runnable onNews;
    private final BrokerLinks links;
    private final Map<Address, FetchSession> sessions = new HashMap<>();

    Fetcher(
            Cluster cluster,
            ConsumerConfig config,
            Map<TopicPartition, AssignedPartition> assigned,
            PositionFinder positions,
            Runnable onNews) {
        this.cluster = cluster;
        this.config = config;
        this.assigned = assigned;
        this.positions = positions;
        this.onNews = onNews;
        this.links = cluster.newLinks();
    }

    /** Sends what can be sent now. */
    void service(long nowNs) {
        if (bufferedBytes(assigned.values()) >= config.fetching().bufferBytesMax()) {
            return;
        }
        ClusterView view = cluster.metadata().view();
        Map<Address, Map<TopicPartition, FetchSession.Wanted>> byLeader = new LinkedHashMap<>();
        for (AssignedPartition partition : assigned.values()) {
            if (canFetch(partition, nowNs)) {
                want(partition, view, byLeader);
            }
        }
        byLeader.forEach((leader, wanted) -> {
            FetchSession session = sessions.computeIfAbsent(leader, ignored -> new FetchSession());
            if (!session.isInFlight() && !links.isResting(leader)) {
                int timeoutMs = cluster.config().timeouts().requestMs();
                Outcomes.handle(
                        cluster.loop(),
                        links.send(leader, session.ask(wanted, config, timeoutMs)),
                        (response, failure) -> onAnswer(session, response, failure));
            }
        });
    }

    private boolean canFetch(AssignedPartition partition, long nowNs) {
        return partition.state() == AssignedPartition.State.FETCHING
                && !partition.isPaused()
                && !partition.isResting(nowNs)
                && partition.bufferedBytes() < config.fetching().partitionSizeBytesMax();
    }

    private static long bufferedBytes(Collection<AssignedPartition> partitions) {
        return partitions.stream().mapToLong(AssignedPartition::bufferedBytes).sum();
    }

    private void want(
            AssignedPartition partition,
            ClusterView view,
            Map<Address, Map<TopicPartition, FetchSession.Wanted>> byLeader) {
        TopicPartition name = partition.partition();
        BrokerNode leader = view.leader(name);
        PartitionView known = view.partition(name);
        if (leader == null || known == null) {
            cluster.metadata().stale();
            return;
        }
        if (partition.needsValidation(known.leaderEpoch())) {
            positions.validate(partition, known.leaderEpoch());
            return;
        }
        byLeader.computeIfAbsent(leader.address(), ignored -> new LinkedHashMap<>())
                .put(
                        name,
                        new FetchSession.Wanted(
                                view.topicId(name.topic()),
                                partition.fetchOffset(),
                                known.leaderEpoch(),
                                partition.generation()));
    }

    private void onAnswer(FetchSession session, @Nullable FetchResponse response, @Nullable Throwable failure) {
        if (response == null || failure != null) {
            session.onNoAnswer();
            cluster.metadata().stale();
        } else {
            ErrorCode error = session.onAnswer(response);
            if (error == ErrorCode.NONE) {
                onPartitions(session, response);
            } else if (error != ErrorCode.FETCH_SESSION_ID_NOT_FOUND
                    && error != ErrorCode.INVALID_FETCH_SESSION_EPOCH) {
                cluster.metadata().stale();
            }
        }
        onNews.run();
    }

    private void onPartitions(FetchSession session, FetchResponse response) {
        for (FetchResponse.FetchableTopicResponse topic : response.responses()) {
            String name = session.topicName(topic);
            if (name == null) {
                continue;
            }
            for (FetchResponse.PartitionData data : topic.partitions()) {
                TopicPartition partition = new TopicPartition(name, data.partitionIndex());
                AssignedPartition current = assigned.get(partition);
                FetchSession.Wanted asked = session.asked(partition);
                // It may have been sought, or fetched from a new leader, since this was asked.
                if (current != null
                        && asked != null
                        && asked.generation() == current.generation()
                        && asked.offset() == current.fetchOffset()) {
                    onPartition(current, asked, data, response);
                }
            }
        }
    }

    private void onPartition(
            AssignedPartition partition,
            FetchSession.Wanted asked,
            FetchResponse.PartitionData data,
            FetchResponse response) {
        ErrorCode error = ErrorCode.of(data.errorCode());
        if (error == ErrorCode.OFFSET_OUT_OF_RANGE) {
            positions.onLost(partition, -1, "it was deleted, or is behind the end of the log");
        } else if (error == ErrorCode.NONE && data.divergingEpoch().epoch() >= 0) {
            positions.onDiverged(
                    partition, asked.leaderEpoch(), data.divergingEpoch().endOffset());
        } else if (error == ErrorCode.NONE) {
            onRecords(partition, data);
        } else if (isRetriable(error)) {
            positions.rest(partition);
            onLeaderDoubtful(partition.partition(), data, response);
        } else {
            partition.becomeFailed(new BrokerException(error, "partition " + partition.partition(), null));
        }
    }

    /** Besides what the protocol calls retriable: epochs of which one side has not heard yet. */
    private static boolean isRetriable(ErrorCode error) {
        return error.isRetriable()
                || error == ErrorCode.FENCED_LEADER_EPOCH
                || error == ErrorCode.UNKNOWN_LEADER_EPOCH
                || error == ErrorCode.UNKNOWN_SERVER_ERROR;
    }

    private void onRecords(AssignedPartition partition, FetchResponse.PartitionData data) {
        partition.onFetched(config.readCommitted() ? data.lastStableOffset() : data.highWatermark());
        Payload records = data.records();
        if (records == null || records.sizeBytes() == 0) {
            return;
        }
        // The frame goes when this returns; what is kept is copied.
        ByteBuffer kept =
                ByteBuffer.allocate(records.sizeBytes()).put(records.toBuffer()).flip();
        Batches walk = new Batches(kept);
        long nextOffset = partition.fetchOffset();
        int lastEpoch = partition.fetchedEpoch();
        while (walk.next()) {
            BatchView batch = walk.batch();
            nextOffset = Math.max(nextOffset, batch.nextOffset());
            lastEpoch = batch.leaderEpoch();
        }
        if (walk.wholeBytes() == 0) {
            partition.becomeFailed(new ClientException("partition " + partition.partition()
                    + " has something at offset " + partition.fetchOffset() + " that is not a batch"));
            return;
        }
        AbortedTransactions aborted = new AbortedTransactions(data.abortedTransactions());
        partition.add(
                new FetchedChunk(
                        partition.partition(), kept, aborted, partition.fetchOffset(), partition.fetchedEpoch()),
                nextOffset,
                lastEpoch);
    }

    private void onLeaderDoubtful(TopicPartition partition, FetchResponse.PartitionData data, FetchResponse response) {
        BrokerNode leader = null;
        for (FetchResponse.NodeEndpoint node : response.nodeEndpoints()) {
            if (node.nodeId() == data.currentLeader().leaderId()) {
                leader = new BrokerNode(node.nodeId(), new Address(node.host(), node.port()), node.rack());
            }
        }
        cluster.metadata()
                .onLeaderChanged(partition, leader, data.currentLeader().leaderEpoch());
    }
}
