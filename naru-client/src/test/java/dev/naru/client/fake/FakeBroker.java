package dev.naru.client.fake;

import dev.naru.common.BufferPayload;
import dev.naru.protocol.ApiRequest;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ApiVersionsRequest;
import dev.naru.protocol.message.ApiVersionsResponse;
import dev.naru.protocol.message.FetchRequest;
import dev.naru.protocol.message.FetchResponse;
import dev.naru.protocol.message.FindCoordinatorRequest;
import dev.naru.protocol.message.FindCoordinatorResponse;
import dev.naru.protocol.message.InitProducerIdRequest;
import dev.naru.protocol.message.InitProducerIdResponse;
import dev.naru.protocol.message.ListOffsetsRequest;
import dev.naru.protocol.message.ListOffsetsResponse;
import dev.naru.protocol.message.MetadataRequest;
import dev.naru.protocol.message.MetadataResponse;
import dev.naru.protocol.message.OffsetCommitRequest;
import dev.naru.protocol.message.OffsetCommitResponse;
import dev.naru.protocol.message.OffsetForLeaderEpochRequest;
import dev.naru.protocol.message.OffsetForLeaderEpochResponse;
import dev.naru.protocol.message.ProduceRequest;
import dev.naru.protocol.message.ProduceResponse;
import dev.naru.record.BatchView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers requests from the cluster's state. */
final class FakeBroker {
    private static final long LATEST = -1;

    private final int id;
    private final FakeCluster cluster;
    private final FakeSession session = new FakeSession();

    FakeBroker(int id, FakeCluster cluster) {
        this.id = id;
        this.cluster = cluster;
    }

    int id() {
        return id;
    }

    /** The answer, or null if there is none to be sent. */
    @Nullable
    ApiResponse answer(ApiRequest request) {
        return cluster.intercepted(request, () -> ownAnswer(request));
    }

    private @Nullable ApiResponse ownAnswer(ApiRequest request) {
        if (request instanceof ApiVersionsRequest) {
            return versions();
        } else if (request instanceof MetadataRequest) {
            return metadata();
        } else if (request instanceof FindCoordinatorRequest find) {
            return coordinators(find);
        } else if (request instanceof InitProducerIdRequest init && init.transactionalId() == null) {
            return new InitProducerIdResponse().producerId(cluster.nextProducerId());
        } else if (request instanceof ProduceRequest produce) {
            ProduceResponse response = produce(produce);
            return produce.acks() == 0 ? null : response;
        } else if (request instanceof FetchRequest fetch) {
            return fetch(fetch);
        } else if (request instanceof ListOffsetsRequest list) {
            return listOffsets(list);
        } else if (request instanceof OffsetForLeaderEpochRequest epochs) {
            return endOffsets(epochs);
        }
        if (request instanceof OffsetCommitRequest commit) {
            return commitOffset(commit);
        }
        ApiResponse coordinated =
                cluster.transactions().answer(request, cluster.coordinator() != id, cluster.isError());
        if (coordinated != null) {
            return coordinated;
        }
        throw new IllegalStateException("the fake does not know " + request.apiKey());
    }

    /** One offset at a time is enough. */
    private OffsetCommitResponse commitOffset(OffsetCommitRequest request) {
        OffsetCommitRequest.OffsetCommitRequestTopic topic = request.topics().get(0);
        ErrorCode error = ErrorCode.NONE;
        if (cluster.coordinator() != id) {
            error = ErrorCode.NOT_COORDINATOR;
        } else if (cluster.isError()) {
            error = ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
        } else {
            cluster.committedOffsets().add(topic.partitions().get(0).committedOffset());
        }
        return new OffsetCommitResponse()
                .topics(List.of(new OffsetCommitResponse.OffsetCommitResponseTopic()
                        .name(topic.name())
                        .topicId(topic.topicId())
                        .partitions(List.of(new OffsetCommitResponse.OffsetCommitResponsePartition()
                                .partitionIndex(topic.partitions().get(0).partitionIndex())
                                .errorCode(error.code())))));
    }

    private FindCoordinatorResponse coordinators(FindCoordinatorRequest request) {
        return new FindCoordinatorResponse()
                .coordinators(request.coordinatorKeys().stream()
                        .map(key -> new FindCoordinatorResponse.Coordinator()
                                .key(key)
                                .nodeId(cluster.coordinator())
                                .host("b" + cluster.coordinator())
                                .port(FakeCluster.PORT))
                        .toList());
    }

    private ApiVersionsResponse versions() {
        return new ApiVersionsResponse()
                .finalizedFeaturesEpoch(1)
                .finalizedFeatures(List.of(new ApiVersionsResponse.FinalizedFeatureKey()
                        .name("transaction.version")
                        .minVersionLevel((short) cluster.transactionVersion())
                        .maxVersionLevel((short) cluster.transactionVersion())))
                .apiKeys(Arrays.stream(FakeConnection.served())
                        .map(key -> new ApiVersionsResponse.ApiVersion()
                                .apiKey(key.id())
                                .minVersion(key.lowestVersion())
                                .maxVersion(key.highestVersion()))
                        .toList());
    }

    private MetadataResponse metadata() {
        List<MetadataResponse.MetadataResponseBroker> brokers = new ArrayList<>();
        for (int broker = 0; broker < cluster.brokerCount(); broker++) {
            brokers.add(new MetadataResponse.MetadataResponseBroker()
                    .nodeId(broker)
                    .host("b" + broker)
                    .port(FakeCluster.PORT));
        }
        return new MetadataResponse()
                .clusterId("fake")
                .controllerId(0)
                .brokers(brokers)
                .topics(List.of(new MetadataResponse.MetadataResponseTopic()
                        .name(FakeCluster.TOPIC)
                        .topicId(FakeCluster.TOPIC_ID)
                        .partitions(cluster.partitions().stream()
                                .map(partition -> new MetadataResponse.MetadataResponsePartition()
                                        .partitionIndex(partition)
                                        .leaderId(cluster.leader(partition))
                                        .leaderEpoch(cluster.epoch(partition))
                                        .replicaNodes(List.of(0))
                                        .isrNodes(List.of(0)))
                                .toList())));
    }

    private ProduceResponse produce(ProduceRequest request) {
        ProduceResponse.TopicProduceResponse topic = new ProduceResponse.TopicProduceResponse()
                .name(FakeCluster.TOPIC)
                .topicId(FakeCluster.TOPIC_ID)
                .partitionResponses(new ArrayList<>());
        for (ProduceRequest.PartitionProduceData data :
                request.topicData().get(0).partitionData()) {
            topic.partitionResponses().add(produce(request.transactionalId(), data));
        }
        return new ProduceResponse().responses(List.of(topic));
    }

    private ProduceResponse.PartitionProduceResponse produce(
            @Nullable String transactionalId, ProduceRequest.PartitionProduceData data) {
        ProduceResponse.PartitionProduceResponse answer =
                new ProduceResponse.PartitionProduceResponse().index(data.index());
        if (cluster.leader(data.index()) != id) {
            return answer.errorCode(ErrorCode.NOT_LEADER_OR_FOLLOWER.code()).baseOffset(-1);
        }
        if (cluster.isError()) {
            return answer.errorCode(ErrorCode.NOT_ENOUGH_REPLICAS.code()).baseOffset(-1);
        }
        ByteBuffer bytes = data.records().toBuffer();
        ByteBuffer kept = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        if (transactionalId != null) {
            BatchView batch = new BatchView().wrap(kept, 0);
            ErrorCode refusal = cluster.transactions()
                    .verify(transactionalId, batch.producerId(), batch.producerEpoch(), data.index());
            if (refusal != ErrorCode.NONE) {
                return answer.errorCode(refusal.code()).baseOffset(-1);
            }
        }
        FakeLog.Outcome outcome = cluster.log(data.index()).append(kept, cluster.epoch(data.index()));
        return answer.errorCode(outcome.error().code()).baseOffset(outcome.baseOffset());
    }

    private FetchResponse fetch(FetchRequest request) {
        if (cluster.isError()) {
            session.forget();
        }
        ErrorCode error = session.onRequest(request);
        if (error != ErrorCode.NONE) {
            return new FetchResponse().errorCode(error.code());
        }
        return refill(new FetchResponse().sessionId(session.id()));
    }

    /** Puts in what there is for the session now. */
    FetchResponse refill(FetchResponse response) {
        List<FetchResponse.PartitionData> news = new ArrayList<>();
        session.partitions().forEach((partition, wanted) -> {
            FetchResponse.PartitionData data = fetch(partition, wanted);
            if (data.errorCode() != 0 || data.records().sizeBytes() > 0) {
                news.add(data);
            }
        });
        return response.responses(
                news.isEmpty()
                        ? List.of()
                        : List.of(new FetchResponse.FetchableTopicResponse()
                                .topicId(FakeCluster.TOPIC_ID)
                                .partitions(news)));
    }

    private FetchResponse.PartitionData fetch(int partition, FetchRequest.FetchPartition wanted) {
        FetchResponse.PartitionData data =
                new FetchResponse.PartitionData().partitionIndex(partition).records(BufferPayload.EMPTY);
        FakeLog log = cluster.log(partition);
        if (cluster.leader(partition) != id) {
            return data.errorCode(ErrorCode.NOT_LEADER_OR_FOLLOWER.code());
        }
        if (wanted.currentLeaderEpoch() != cluster.epoch(partition)) {
            return data.errorCode(ErrorCode.FENCED_LEADER_EPOCH.code());
        }
        if (wanted.fetchOffset() > log.endOffset()) {
            return data.errorCode(ErrorCode.OFFSET_OUT_OF_RANGE.code());
        }
        return data.highWatermark(log.endOffset())
                .lastStableOffset(log.stableOffset())
                .abortedTransactions(log.aborted())
                .records(new BufferPayload(log.read(
                        wanted.fetchOffset(),
                        session.readCommitted() ? log.stableOffset() : log.endOffset(),
                        wanted.partitionMaxBytes())));
    }

    private ListOffsetsResponse listOffsets(ListOffsetsRequest request) {
        ListOffsetsResponse.ListOffsetsTopicResponse topic = new ListOffsetsResponse.ListOffsetsTopicResponse()
                .name(FakeCluster.TOPIC)
                .partitions(new ArrayList<>());
        for (ListOffsetsRequest.ListOffsetsPartition wanted :
                request.topics().get(0).partitions()) {
            int partition = wanted.partitionIndex();
            boolean leads = cluster.leader(partition) == id;
            long end = cluster.log(partition).endOffset();
            topic.partitions()
                    .add(new ListOffsetsResponse.ListOffsetsPartitionResponse()
                            .partitionIndex(partition)
                            .errorCode((leads ? ErrorCode.NONE : ErrorCode.NOT_LEADER_OR_FOLLOWER).code())
                            .offset(wanted.timestamp() == LATEST ? end : 0));
        }
        return new ListOffsetsResponse().topics(List.of(topic));
    }

    private OffsetForLeaderEpochResponse endOffsets(OffsetForLeaderEpochRequest request) {
        OffsetForLeaderEpochRequest.OffsetForLeaderPartition wanted =
                request.topics().get(0).partitions().get(0);
        boolean leads = cluster.leader(wanted.partition()) == id;
        return new OffsetForLeaderEpochResponse()
                .topics(List.of(new OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult()
                        .topic(FakeCluster.TOPIC)
                        .partitions(List.of(new OffsetForLeaderEpochResponse.EpochEndOffset()
                                .partition(wanted.partition())
                                .errorCode((leads ? ErrorCode.NONE : ErrorCode.NOT_LEADER_OR_FOLLOWER).code())
                                .leaderEpoch(wanted.leaderEpoch())
                                .endOffset(cluster.log(wanted.partition()).endOffsetOf(wanted.leaderEpoch()))))));
    }
}
