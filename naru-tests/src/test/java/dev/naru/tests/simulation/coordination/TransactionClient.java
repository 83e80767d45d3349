package dev.naru.tests.simulation.coordination;

import dev.naru.common.BufferPayload;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.AddOffsetsToTxnRequest;
import dev.naru.protocol.message.AddOffsetsToTxnResponse;
import dev.naru.protocol.message.AddPartitionsToTxnRequest;
import dev.naru.protocol.message.AddPartitionsToTxnResponse;
import dev.naru.protocol.message.EndTxnRequest;
import dev.naru.protocol.message.EndTxnResponse;
import dev.naru.protocol.message.InitProducerIdRequest;
import dev.naru.protocol.message.InitProducerIdResponse;
import dev.naru.protocol.message.ProduceRequest;
import dev.naru.protocol.message.ProduceResponse;
import dev.naru.protocol.message.TxnOffsetCommitRequest;
import dev.naru.protocol.message.TxnOffsetCommitResponse;
import dev.naru.record.BatchBuilder;
import dev.naru.record.Compression;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * The frames of a transactional producer, in the second version of the protocol, where partitions add themselves and each transaction
 * has an epoch of its own, or in the first.
 *
 * <p>An answer that means that another has taken over, or that the coordinator has ended the transaction, goes to {@code fenced}; an
 * answer that no client should ever see ends the run.
 *
 * <p>Threading: the simulation's thread.
 */
final class TransactionClient {
    static final int TIMEOUT_MS = 2_000;

    private static final Set<ErrorCode> FENCING = Set.of(
            ErrorCode.INVALID_PRODUCER_EPOCH,
            ErrorCode.PRODUCER_FENCED,
            ErrorCode.INVALID_TXN_STATE,
            ErrorCode.INVALID_PRODUCER_ID_MAPPING,
            ErrorCode.TRANSACTION_ABORTABLE);

    private final Caller caller;
    private final String id;
    private final boolean isSecondVersion;
    private final Map<String, Integer> sequences = new HashMap<>();
    private final Set<String> added = new HashSet<>();
    private Runnable fenced = () -> {};
    private long producerId = -1;
    private short epoch = -1;

    TransactionClient(Caller caller, String id, boolean isSecondVersion) {
        this.caller = caller;
        this.id = id;
        this.isSecondVersion = isSecondVersion;
    }

    /** Takes the transactional id over; whatever its last owner had open is ended first. */
    void init(Runnable done, Runnable whenFenced) {
        fenced = whenFenced;
        sequences.clear();
        added.clear();
        caller.findCoordinator(
                1,
                id,
                () -> caller.call(
                        () -> new InitProducerIdRequest().transactionalId(id).transactionTimeoutMs(TIMEOUT_MS),
                        isSecondVersion ? 5 : 4,
                        InitProducerIdResponse.class,
                        InitProducerIdResponse::errorCode,
                        response -> {
                            if (isFine("InitProducerId", response.errorCode())) {
                                producerId = response.producerId();
                                epoch = response.producerEpoch();
                                done.run();
                            }
                        }));
    }

    /** Writes values to a partition; {@code done} gets the offset of the first. */
    void produce(String topic, int partition, List<String> values, LongConsumer done) {
        String place = topic + "-" + partition;
        if (!isSecondVersion && added.add(place)) {
            addPartition(topic, partition, () -> produce(topic, partition, values, done));
            return;
        }
        int sequence = sequences.getOrDefault(place, 0);
        long producerIdNow = producerId;
        short epochNow = epoch;
        long timestampMs = caller.nowMs();
        caller.call(
                () -> produceRequest(topic, partition, batch(values, producerIdNow, epochNow, sequence, timestampMs)),
                isSecondVersion ? 12 : 11,
                ProduceResponse.class,
                response -> answer(response).errorCode(),
                response -> {
                    if (isFine("Produce", answer(response).errorCode())) {
                        sequences.put(place, sequence + values.size());
                        done.accept(answer(response).baseOffset());
                    }
                });
    }

    private void addPartition(String topic, int partition, Runnable done) {
        caller.call(
                () -> new AddPartitionsToTxnRequest()
                        .v3AndBelowTransactionalId(id)
                        .v3AndBelowProducerId(producerId)
                        .v3AndBelowProducerEpoch(epoch)
                        .v3AndBelowTopics(List.of(new AddPartitionsToTxnRequest.AddPartitionsToTxnTopic()
                                .name(topic)
                                .partitions(List.of(partition)))),
                3,
                AddPartitionsToTxnResponse.class,
                TransactionClient::errorOf,
                response -> {
                    if (isFine("AddPartitionsToTxn", errorOf(response))) {
                        done.run();
                    }
                });
    }

    private static int errorOf(AddPartitionsToTxnResponse response) {
        return response.resultsByTopicV3AndBelow()
                .get(0)
                .resultsByPartition()
                .get(0)
                .partitionErrorCode();
    }

    /** Commits the position of a group in a partition as part of the transaction. */
    void commitOffset(String group, String topic, int partition, long position, Runnable done) {
        if (!isSecondVersion && added.add(group)) {
            caller.call(
                    () -> new AddOffsetsToTxnRequest()
                            .transactionalId(id)
                            .producerId(producerId)
                            .producerEpoch(epoch)
                            .groupId(group),
                    3,
                    AddOffsetsToTxnResponse.class,
                    AddOffsetsToTxnResponse::errorCode,
                    response -> {
                        if (isFine("AddOffsetsToTxn", response.errorCode())) {
                            commitOffset(group, topic, partition, position, done);
                        }
                    });
            return;
        }
        caller.call(
                () -> new TxnOffsetCommitRequest()
                        .transactionalId(id)
                        .groupId(group)
                        .producerId(producerId)
                        .producerEpoch(epoch)
                        .generationIdOrMemberEpoch(-1)
                        .memberId("")
                        .topics(List.of(new TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic()
                                .name(topic)
                                .partitions(List.of(new TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition()
                                        .partitionIndex(partition)
                                        .committedOffset(position))))),
                isSecondVersion ? 5 : 3,
                TxnOffsetCommitResponse.class,
                TransactionClient::errorOf,
                response -> {
                    if (isFine("TxnOffsetCommit", errorOf(response))) {
                        done.run();
                    }
                });
    }

    private static int errorOf(TxnOffsetCommitResponse response) {
        return response.topics().get(0).partitions().get(0).errorCode();
    }

    /** Commits or aborts. */
    void end(boolean commit, Runnable done) {
        caller.call(
                () -> new EndTxnRequest()
                        .transactionalId(id)
                        .producerId(producerId)
                        .producerEpoch(epoch)
                        .committed(commit),
                isSecondVersion ? 5 : 3,
                EndTxnResponse.class,
                EndTxnResponse::errorCode,
                response -> {
                    if (isFine("EndTxn", response.errorCode())) {
                        onEnded(response);
                        done.run();
                    }
                });
    }

    private void onEnded(EndTxnResponse response) {
        added.clear();
        if (isSecondVersion) {
            if (response.producerId() == producerId && response.producerEpoch() <= epoch) {
                throw new AssertionError(id + ": the epoch went from " + epoch + " to " + response.producerEpoch());
            }
            producerId = response.producerId();
            epoch = response.producerEpoch();
            sequences.clear();
        }
    }

    private boolean isFine(String call, int errorCode) {
        ErrorCode error = ErrorCode.of((short) errorCode);
        if (error == ErrorCode.NONE) {
            return true;
        }
        if (!FENCING.contains(error)) {
            throw new AssertionError(id + ": " + call + " was answered with " + error);
        }
        fenced.run();
        return false;
    }

    private static ProduceResponse.PartitionProduceResponse answer(ProduceResponse response) {
        return response.responses().get(0).partitionResponses().get(0);
    }

    private ProduceRequest produceRequest(String topic, int partition, ByteBuffer batch) {
        return new ProduceRequest()
                .transactionalId(id)
                .acks((short) -1)
                .timeoutMs(1_000)
                .topicData(List.of(new ProduceRequest.TopicProduceData()
                        .name(topic)
                        .partitionData(List.of(new ProduceRequest.PartitionProduceData()
                                .index(partition)
                                .records(new BufferPayload(batch))))));
    }

    private static ByteBuffer batch(List<String> values, long producerId, short epoch, int sequence, long timestampMs) {
        try (BatchBuilder builder = new BatchBuilder(Compression.NONE, 1 << 16)) {
            builder.reset().producer(producerId, epoch, sequence).transactional(true);
            for (String value : values) {
                builder.append(timestampMs, null, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)), List.of());
            }
            ByteBuffer built = builder.build();
            return ByteBuffer.allocate(built.remaining()).put(built).flip();
        }
    }
}
