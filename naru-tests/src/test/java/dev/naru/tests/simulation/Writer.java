package dev.naru.tests.simulation;

import dev.naru.common.BufferPayload;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.InitProducerIdRequest;
import dev.naru.protocol.message.InitProducerIdResponse;
import dev.naru.protocol.message.ProduceRequest;
import dev.naru.protocol.message.ProduceResponse;
import dev.naru.record.BatchBuilder;
import dev.naru.record.Compression;
import dev.naru.testkit.Gen;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An idempotent producer of one partition, one batch at a time. A batch whose outcome it does not know is sent again, as it
 * is; when the broker has lost track of it, it goes on with a new id and new values. Threading: the simulation's thread.
 */
final class Writer {
    private static final String TOPIC = SingleBrokerCrashTest.TOPIC;

    private final Wire wire;
    private final History history;
    private final Gen gen;
    private final int number;
    private final int partition;
    private final Set<Long> idsGiven;
    private List<String> batch = List.of();
    private long producerId = -1;
    private int sequence;
    private int nextValue;
    private boolean paused = true;
    private boolean busy;

    Writer(Wire wire, History history, Gen gen, Identity identity, Set<Long> idsGiven) {
        this.wire = wire;
        this.history = history;
        this.gen = gen;
        this.number = identity.number;
        this.partition = identity.partition;
        this.idsGiven = idsGiven;
    }

    record Identity(int number, int partition) {}

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        wire.loop().execute(this::step);
    }

    private void step() {
        if (paused || busy) {
            return;
        }
        busy = true;
        if (producerId < 0) {
            wire.call(
                    new InitProducerIdRequest().transactionalId(null),
                    5,
                    InitProducerIdResponse.class,
                    this::onProducerId,
                    this::again);
        } else {
            if (batch.isEmpty()) {
                batch = nextBatch();
            }
            wire.call(request(), 9, ProduceResponse.class, this::onProduced, this::again);
        }
    }

    private void onProducerId(InitProducerIdResponse response) {
        if (response.errorCode() == 0) {
            producerId = response.producerId();
            sequence = 0;
            if (!idsGiven.add(producerId)) {
                throw new AssertionError("producer id " + producerId + " was given out twice");
            }
        }
        again();
    }

    private void onProduced(ProduceResponse response) {
        ProduceResponse.PartitionProduceResponse answer =
                response.responses().get(0).partitionResponses().get(0);
        short error = answer.errorCode();
        if (error == ErrorCode.NONE.code()) {
            for (int i = 0; i < batch.size(); i++) {
                history.onAcknowledged(partition, answer.baseOffset() + i, batch.get(i));
            }
            sequence += batch.size();
            batch = List.of();
        } else if (error == ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER.code()
                || error == ErrorCode.UNKNOWN_PRODUCER_ID.code()) {
            producerId = -1;
            batch = List.of();
        } else if (error != ErrorCode.NOT_LEADER_OR_FOLLOWER.code()
                && error != ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code()
                && error != ErrorCode.KAFKA_STORAGE_ERROR.code()) {
            throw new AssertionError("produce failed with " + error + " " + answer.errorMessage());
        }
        again();
    }

    private void again() {
        busy = false;
        wire.loop().schedule(gen.intIn(0, 30), this::step);
    }

    private List<String> nextBatch() {
        List<String> values = new ArrayList<>();
        for (int left = gen.intIn(1, 4); left > 0; left--) {
            String value = History.value(number, nextValue++);
            history.onSent(value);
            values.add(value);
        }
        return values;
    }

    private ProduceRequest request() {
        try (BatchBuilder builder = new BatchBuilder(Compression.NONE, 1 << 16)) {
            builder.reset().producer(producerId, (short) 0, sequence);
            for (String value : batch) {
                builder.append(
                        wire.loop().clock().wallMs(),
                        null,
                        ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)),
                        List.of());
            }
            ByteBuffer built = builder.build();
            ByteBuffer copy = ByteBuffer.allocate(built.remaining()).put(built).flip();
            return new ProduceRequest()
                    .acks((short) (gen.anyBoolean() ? 1 : -1))
                    .timeoutMs(1_000)
                    .topicData(List.of(new ProduceRequest.TopicProduceData()
                            .name(TOPIC)
                            .partitionData(List.of(new ProduceRequest.PartitionProduceData()
                                    .index(partition)
                                    .records(new BufferPayload(copy))))));
        }
    }
}
