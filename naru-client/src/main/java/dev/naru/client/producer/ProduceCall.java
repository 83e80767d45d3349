package dev.naru.client.producer;

import dev.naru.client.Address;
import dev.naru.client.BrokerException;
import dev.naru.client.ClientException;
import dev.naru.client.cluster.Ask;
import dev.naru.client.cluster.BrokerNode;
import dev.naru.client.cluster.ClusterView;
import dev.naru.client.cluster.Metadata;
import dev.naru.common.BufferPayload;
import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ProduceRequest;
import dev.naru.protocol.message.ProduceResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One produce request with at most one batch of each partition, and what its response says about each. Topics go by id
 * where the broker knows ids (version 13), by name elsewhere.
 *
 * <p>Threading: confined to the client's loop.
 */
final class ProduceCall {
    private static final int NEWEST_VERSION_BY_NAME = 12;

    private final ClusterView view;
    private final ProducerConfig.Delivery delivery;
    private final Identities identities;
    private final Map<PartitionQueue, ProducerBatch> batches = new LinkedHashMap<>();
    private final Map<String, ProduceRequest.TopicProduceData> topics = new LinkedHashMap<>();
    private boolean allHaveIds = true;
    private long sizeBytes;

    ProduceCall(ClusterView view, ProducerConfig.Delivery delivery, Identities identities) {
        this.view = view;
        this.identities = identities;
        this.delivery = delivery;
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    boolean hasRoomFor(ProducerBatch batch, int sizeBytesMax) {
        return isEmpty() || sizeBytes + batch.sizeBytes() <= sizeBytesMax;
    }

    void add(PartitionQueue queue, ProducerBatch batch, ByteBuffer records) {
        String topic = queue.partition().topic();
        Uuid topicId = view.topicId(topic);
        allHaveIds &= !topicId.isZero();
        batches.put(queue, batch);
        sizeBytes += records.remaining();
        topics.computeIfAbsent(
                        topic,
                        name -> new ProduceRequest.TopicProduceData()
                                .name(name)
                                .topicId(topicId)
                                .partitionData(new ArrayList<>()))
                .partitionData()
                .add(new ProduceRequest.PartitionProduceData()
                        .index(queue.partition().partition())
                        .records(new BufferPayload(records)));
    }

    void forEach(BiConsumer<PartitionQueue, ProducerBatch> action) {
        batches.forEach(action);
    }

    Ask<ProduceResponse> ask(int timeoutMs) {
        ProduceRequest request = new ProduceRequest()
                .transactionalId(identities.transactionalId())
                .acks(delivery.acks().code())
                .timeoutMs(timeoutMs)
                .topicData(new ArrayList<>(topics.values()));
        int versionMax = identities.produceVersionMax();
        Ask<ProduceResponse> ask = Ask.of(request, ProduceResponse.class, timeoutMs)
                .atMost(allHaveIds ? versionMax : Math.min(versionMax, NEWEST_VERSION_BY_NAME));
        return delivery.acks() == Acks.NONE ? ask.unanswered() : ask;
    }

    /**
     * What became of the batch of this partition; tells {@code metadata} if the leader is not who we thought.
     *
     * @param response null if the request was not to be answered
     */
    ProduceOutcome outcome(@Nullable ProduceResponse response, TopicPartition partition, Metadata metadata) {
        if (response == null) {
            return ProduceOutcome.stored(-1, -1);
        }
        ProduceResponse.PartitionProduceResponse answer = answerFor(response, partition);
        if (answer == null) {
            return ProduceOutcome.of(
                    ProduceOutcome.Kind.REFUSED,
                    new ClientException("the broker's answer says nothing about partition " + partition));
        }
        ErrorCode error = ErrorCode.of(answer.errorCode());
        if (error == ErrorCode.NONE) {
            return ProduceOutcome.stored(answer.baseOffset(), answer.logAppendTimeMs());
        }
        BrokerException reason = new BrokerException(error, "partition " + partition, detail(answer));
        return switch (error) {
            case DUPLICATE_SEQUENCE_NUMBER -> ProduceOutcome.stored(-1, -1);
            case OUT_OF_ORDER_SEQUENCE_NUMBER, UNKNOWN_PRODUCER_ID ->
                ProduceOutcome.of(ProduceOutcome.Kind.OUT_OF_SEQUENCE, reason);
            case INVALID_PRODUCER_EPOCH, INVALID_PRODUCER_ID_MAPPING ->
                ProduceOutcome.of(ProduceOutcome.Kind.IDENTITY_LOST, reason);
            case MESSAGE_TOO_LARGE, RECORD_LIST_TOO_LARGE -> ProduceOutcome.of(ProduceOutcome.Kind.TOO_LARGE, reason);
            default -> {
                if (error.isRetriable()) {
                    refreshLeader(response, answer, partition, metadata);
                }
                yield ProduceOutcome.failed(reason);
            }
        };
    }

    private ProduceResponse.@Nullable PartitionProduceResponse answerFor(
            ProduceResponse response, TopicPartition partition) {
        Uuid topicId = view.topicId(partition.topic());
        for (ProduceResponse.TopicProduceResponse topic : response.responses()) {
            boolean same = topic.topicId().isZero()
                    ? topic.name().equals(partition.topic())
                    : topic.topicId().equals(topicId);
            if (same) {
                for (ProduceResponse.PartitionProduceResponse answer : topic.partitionResponses()) {
                    if (answer.index() == partition.partition()) {
                        return answer;
                    }
                }
            }
        }
        return null;
    }

    private static @Nullable String detail(ProduceResponse.PartitionProduceResponse answer) {
        for (ProduceResponse.BatchIndexAndErrorMessage record : answer.recordErrors()) {
            if (record.batchIndexErrorMessage() != null) {
                return record.batchIndexErrorMessage();
            }
        }
        return answer.errorMessage();
    }

    private static void refreshLeader(
            ProduceResponse response,
            ProduceResponse.PartitionProduceResponse answer,
            TopicPartition partition,
            Metadata metadata) {
        BrokerNode leader = null;
        for (ProduceResponse.NodeEndpoint node : response.nodeEndpoints()) {
            if (node.nodeId() == answer.currentLeader().leaderId()) {
                leader = new BrokerNode(node.nodeId(), new Address(node.host(), node.port()), node.rack());
            }
        }
        metadata.onLeaderChanged(partition, leader, answer.currentLeader().leaderEpoch());
    }
}
