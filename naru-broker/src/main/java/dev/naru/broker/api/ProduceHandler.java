package dev.naru.broker.api;

import dev.naru.common.Payload;
import dev.naru.common.runtime.EventLoop;
import dev.naru.common.runtime.EventLoops;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ProduceRequest;
import dev.naru.protocol.message.ProduceResponse;
import dev.naru.record.BatchValidator;
import dev.naru.record.BatchView;
import dev.naru.record.CompressionType;
import dev.naru.record.Validation;
import dev.naru.replication.Partition;
import dev.naru.storage.AppendTerms;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Produce 3–13. Each partition gets one batch, is answered for itself, and nothing of a batch is written unless all of it
 * is valid. From version 13 on topics are named by id.
 *
 * <p>{@code acks=0} is never answered: an error closes the connection, which is all the producer can notice. {@code acks=1}
 * is answered once the batch is in the leader's log, {@code acks=-1} once all in-sync replicas have it. A batch a producer
 * sends again is answered with the offset of the first time.
 *
 * <p>A batch of a transaction needs the transactional id in the request, and passes the {@link TransactionGate} where it is
 * the transaction's first in a partition; from version 12 on that adds the partition to the transaction.
 *
 * <p>Zstandard is refused before version 7, and internal topics for all but the client id {@code __admin_client}, as in
 * Kafka. Where Kafka does not answer at all (no records, null), INVALID_RECORD is answered.
 */
final class ProduceHandler implements ApiHandler<ProduceRequest> {
    private static final short TOPIC_IDS_SINCE = 13;
    private static final short ZSTD_SINCE = 7;
    private static final short LEADERS_SINCE = 10;
    private static final short ABORTABLE_SINCE = 11;
    private static final short ADDED_BY_BROKER_SINCE = 12;
    private static final short ALL_IN_SYNC = -1;
    private static final short NO_ACK = 0;
    private static final short LEADER_ONLY = 1;

    private final PartitionFinder partitions;
    private final TransactionGate gate;
    private final Map<EventLoop, BatchValidator> validators = new HashMap<>();
    private final Map<EventLoop, ProduceTurns> turns = new HashMap<>();

    ProduceHandler(PartitionFinder partitions, TransactionGate gate, EventLoops loops) {
        this.partitions = partitions;
        this.gate = gate;
        loops.all().forEach(loop -> {
            validators.put(loop, new BatchValidator());
            turns.put(loop, new ProduceTurns());
        });
    }

    @Override
    public void handle(ProduceRequest request, RequestContext context) {
        List<ProducePart> parts = validated(request, context);
        Produce.Waiting acks = new Produce.Waiting(request.acks() == ALL_IN_SYNC, request.timeoutMs());
        TransactionGate.Entrant entrant = entrant(request, parts, context.version());
        Produce produce = new Produce(context, parts, acks, gate, entrant);
        if (entrant == null) {
            produce.start(() -> answer(request, parts, context));
        } else {
            ofLoop(turns, context)
                    .take(
                            context,
                            over -> produce.start(() -> {
                                answer(request, parts, context);
                                over.run();
                            }));
        }
    }

    private static <T> T ofLoop(Map<EventLoop, T> byLoop, RequestContext context) {
        T found = byLoop.get(context.loop());
        if (found == null) {
            throw new IllegalStateException("a request on a loop that is none of the broker's");
        }
        return found;
    }

    private List<ProducePart> validated(ProduceRequest request, RequestContext context) {
        List<ProducePart> parts = new ArrayList<>();
        boolean acksKnown = request.acks() == ALL_IN_SYNC || request.acks() == NO_ACK || request.acks() == LEADER_ONLY;
        for (int position = 0; position < request.topicData().size(); position++) {
            ProduceRequest.TopicProduceData topic = request.topicData().get(position);
            for (ProduceRequest.PartitionProduceData data : topic.partitionData()) {
                ProducePart part = new ProducePart(position, data.index());
                parts.add(part);
                if (acksKnown) {
                    validate(part, topic, data.records(), context);
                } else {
                    part.fail(ErrorCode.INVALID_REQUIRED_ACKS, null);
                }
            }
        }
        return parts;
    }

    private void validate(
            ProducePart part,
            ProduceRequest.TopicProduceData topic,
            @Nullable Payload records,
            RequestContext context) {
        PartitionFinder.Found found = context.version() >= TOPIC_IDS_SINCE
                ? partitions.find(context.image(), topic.topicId(), part.partitionIndex)
                : partitions.find(context.image(), topic.name(), part.partitionIndex);
        Partition partition = found.partition();
        if (partition == null) {
            part.fail(found.error(), null);
            return;
        }
        if (InternalTopicRule.isForbidden(partition.id().topic(), context)) {
            part.fail(ErrorCode.INVALID_TOPIC_EXCEPTION, "clients do not write to internal topics");
            return;
        }
        if (records == null) {
            part.fail(ErrorCode.INVALID_RECORD, "no records");
            return;
        }
        Validation validation = ofLoop(validators, context)
                .validate(
                        records.toBuffer(),
                        partition.config().batches(),
                        context.loop().clock().wallMs());
        if (validation instanceof Validation.Rejected rejected) {
            part.onInvalid(partition, rejected);
        } else if (validation instanceof Validation.Accepted accepted) {
            accept(part, partition, accepted.batch(), context.version());
        }
    }

    private void accept(ProducePart part, Partition partition, ByteBuffer bytes, short version) {
        BatchView batch = new BatchView().wrap(bytes, bytes.position());
        if (version < ZSTD_SINCE && batch.compression() == CompressionType.ZSTD) {
            part.fail(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, "zstd needs Produce version " + ZSTD_SINCE);
        } else {
            boolean isAsked = gate.isAsking(client(version));
            part.onValid(partition, bytes, isAsked ? AppendTerms.CLIENT : AppendTerms.UNVERIFIED);
        }
    }

    private static TransactionGate.Client client(short version) {
        if (version >= ADDED_BY_BROKER_SINCE) {
            return TransactionGate.Client.ADDS_ON_THE_WAY;
        }
        return version >= ABORTABLE_SINCE ? TransactionGate.Client.KNOWS_ABORTABLE : TransactionGate.Client.OLD;
    }

    /** The one transaction that all transactional batches of a request belong to, or null if there are none. */
    private static TransactionGate.@Nullable Entrant entrant(
            ProduceRequest request, List<ProducePart> parts, short version) {
        ProducerIdentity producer = null;
        for (ProducePart part : parts) {
            BatchView batch = part.isValid() ? part.view() : null;
            if (batch == null || !batch.isTransactional()) {
                continue;
            }
            ProducerIdentity identity = new ProducerIdentity(batch.producerId(), batch.producerEpoch());
            producer = producer == null ? identity : producer;
            if (request.transactionalId() == null) {
                part.fail(ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, "the request names no transactional id");
            } else if (!identity.equals(producer)) {
                part.fail(ErrorCode.INVALID_PRODUCER_ID_MAPPING, "one request has transactions of two producers");
            }
        }
        String transactionalId = request.transactionalId();
        return producer == null || transactionalId == null
                ? null
                : new TransactionGate.Entrant(transactionalId, producer, client(version));
    }

    private void answer(ProduceRequest request, List<ProducePart> parts, RequestContext context) {
        if (request.acks() == NO_ACK) {
            answerWithoutAck(parts, context);
            return;
        }
        NodeEndpoints leaders = new NodeEndpoints(context, LEADERS_SINCE, LEADERS_SINCE);
        List<ProduceResponse.TopicProduceResponse> topics = new ArrayList<>();
        for (ProduceRequest.TopicProduceData topic : request.topicData()) {
            topics.add(new ProduceResponse.TopicProduceResponse()
                    .name(topic.name())
                    .topicId(topic.topicId())
                    .partitionResponses(new ArrayList<>(topic.partitionData().size())));
        }
        for (ProducePart part : parts) {
            ProduceRequest.TopicProduceData topic = request.topicData().get(part.topicPosition);
            String name = context.version() >= TOPIC_IDS_SINCE
                    ? partitions.nameOf(context.image(), topic.topicId())
                    : topic.name();
            topics.get(part.topicPosition).partitionResponses().add(response(part, name, leaders));
        }
        ProduceResponse response = new ProduceResponse().responses(topics);
        List<ProduceResponse.NodeEndpoint> endpoints = new ArrayList<>();
        leaders.nodes()
                .forEach(node -> endpoints.add(new ProduceResponse.NodeEndpoint()
                        .nodeId(node.id())
                        .host(node.host())
                        .port(node.port())
                        .rack(node.rack())));
        context.respond(response.nodeEndpoints(endpoints));
    }

    private static void answerWithoutAck(List<ProducePart> parts, RequestContext context) {
        for (ProducePart part : parts) {
            if (part.error() != ErrorCode.NONE) {
                context.closeConnection("produce with acks=0 failed error=" + part.error());
                return;
            }
        }
        context.noResponse();
    }

    private static ProduceResponse.PartitionProduceResponse response(
            ProducePart part, String topicName, NodeEndpoints leaders) {
        ProduceResponse.PartitionProduceResponse response = new ProduceResponse.PartitionProduceResponse()
                .index(part.partitionIndex)
                .errorCode(part.error().code())
                .baseOffset(part.baseOffset())
                .logAppendTimeMs(part.logAppendTimeMs())
                .logStartOffset(part.logStartOffset())
                .errorMessage(part.message());
        if (!part.recordErrors().isEmpty()) {
            response.recordErrors(part.recordErrors().stream()
                    .map(error -> new ProduceResponse.BatchIndexAndErrorMessage()
                            .batchIndex(error.index())
                            .batchIndexErrorMessage(error.message()))
                    .toList());
        }
        NodeEndpoints.Leader leader = leaders.leaderFor(part.error(), topicName, part.partitionIndex);
        if (leader != null) {
            response.currentLeader(
                    new ProduceResponse.LeaderIdAndEpoch().leaderId(leader.id()).leaderEpoch(leader.epoch()));
        }
        return response;
    }
}
