package dev.naru.broker;

import static dev.naru.broker.Messages.batch;
import static dev.naru.broker.Messages.data;
import static dev.naru.broker.Messages.fetch;
import static dev.naru.broker.Messages.idempotentBatch;
import static dev.naru.broker.Messages.produce;
import static dev.naru.broker.Messages.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DescribeProducersRequest;
import dev.naru.protocol.message.DescribeProducersResponse;
import dev.naru.protocol.message.FetchResponse;
import dev.naru.protocol.message.InitProducerIdRequest;
import dev.naru.protocol.message.InitProducerIdResponse;
import dev.naru.protocol.message.ProduceRequest;
import dev.naru.protocol.message.ProduceResponse;
import dev.naru.testkit.DiskFaults;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProduceTest {
    private final SimulatedBroker broker = new SimulatedBroker(1, Map.of());
    private final SimulatedBroker.Client client = broker.connect();
    private Uuid topicId = Uuid.ZERO;

    @BeforeEach
    void createTopic() {
        topicId = broker.createTopic("t", 7, Map.of());
    }

    @AfterEach
    void leavesNoFrameBehind() {
        assertThat(broker.network.unreleasedFrames()).isZero();
    }

    private ProduceResponse.PartitionProduceResponse answer(int version, ProduceRequest request) {
        ProduceResponse response = client.call(request, version, ProduceResponse.class);
        return response.responses().get(0).partitionResponses().get(0);
    }

    private List<String> contents(String topic, int partition) {
        FetchResponse response = client.call(fetch(topic, Uuid.ZERO, partition, 0), 12, FetchResponse.class);
        return values(response.responses().get(0).partitions().get(0).records(), 0);
    }

    @Test
    void answersWithTheOffsetInEveryVersion() {
        for (int version = 3; version <= 12; version++) {
            ProduceResponse.PartitionProduceResponse answer = answer(version, produce("t", 0, 1, batch("a", "b")));
            assertThat(answer.errorCode()).as("version %d", version).isZero();
            assertThat(answer.baseOffset()).isEqualTo(2L * (version - 3));
            assertThat(answer.logAppendTimeMs()).isEqualTo(-1);
            assertThat(answer.logStartOffset()).isEqualTo(version < 5 ? -1 : 0);
        }
    }

    @Test
    void findsTopicsByIdFromVersion13On() {
        ProduceRequest known = produce("", 0, -1, batch("a"));
        known.topicData().get(0).topicId(topicId);
        ProduceRequest unknown = produce("", 0, -1, batch("a"));
        unknown.topicData().get(0).topicId(new Uuid(9, 9));

        assertThat(answer(13, known).errorCode()).isZero();
        assertThat(answer(13, unknown).errorCode()).isEqualTo(ErrorCode.UNKNOWN_TOPIC_ID.code());
    }

    @Test
    void answersEachPartitionForItselfOnWhateverLoopItIs() {
        List<ProduceRequest.PartitionProduceData> all = new ArrayList<>();
        for (int partition = 0; partition < 7; partition++) {
            all.add(data(partition, batch("p" + partition)));
        }
        all.add(data(99, batch("x")));
        ProduceRequest request = produce("t", 0, -1, batch("x"));
        request.topicData().get(0).partitionData(all);

        ProduceResponse response = client.call(request, 9, ProduceResponse.class);

        assertThat(response.responses().get(0).partitionResponses())
                .extracting(ProduceResponse.PartitionProduceResponse::errorCode)
                .containsExactly(
                        (short) 0,
                        (short) 0,
                        (short) 0,
                        (short) 0,
                        (short) 0,
                        (short) 0,
                        (short) 0,
                        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
        for (int partition = 0; partition < 7; partition++) {
            assertThat(contents("t", partition)).containsExactly("p" + partition);
        }
    }

    @Test
    void writesNothingOfWhatIsNotValid() {
        ByteBuffer damaged = batch("a");
        damaged.put(65, (byte) 99);
        ByteBuffer oldMagic = batch("a");
        oldMagic.put(16, (byte) 1);
        ByteBuffer cutShort = batch("a");
        cutShort.limit(cutShort.limit() - 3);
        ByteBuffer two = ByteBuffer.allocate(1000);
        two.put(batch("a")).put(batch("b")).flip();

        assertThat(answer(9, produce("t", 0, 1, damaged)).errorCode()).isEqualTo(ErrorCode.CORRUPT_MESSAGE.code());
        for (ByteBuffer invalid : List.of(oldMagic, cutShort, two, ByteBuffer.allocate(0))) {
            assertThat(answer(9, produce("t", 0, 1, invalid)).errorCode()).isEqualTo(ErrorCode.INVALID_RECORD.code());
        }
        assertThat(answer(9, produce("t", 0, 5, batch("a"))).errorCode())
                .isEqualTo(ErrorCode.INVALID_REQUIRED_ACKS.code());
        ProduceRequest nothing = produce("t", 0, 1, batch("a"));
        nothing.topicData().get(0).partitionData(List.of(data(0, null)));
        assertThat(answer(9, nothing).errorCode()).isEqualTo(ErrorCode.INVALID_RECORD.code());
        assertThat(contents("t", 0)).isEmpty();
    }

    @Test
    void saysWhichRecordHasABadTimestamp() {
        broker.createTopic("strict", 1, Map.of("message.timestamp.before.max.ms", "1000"));

        ProduceResponse.PartitionProduceResponse answer = answer(9, produce("strict", 0, 1, batch("a", "b")));

        assertThat(answer.errorCode()).isEqualTo(ErrorCode.INVALID_TIMESTAMP.code());
        assertThat(answer.recordErrors()).isNotEmpty();
        assertThat(answer.errorMessage()).isNotBlank();
        assertThat(answer.logStartOffset()).isZero();
    }

    @Test
    void acksZeroIsNeverAnsweredAndAnErrorClosesTheConnection() {
        client.sendUnanswered(produce("t", 0, 0, batch("quiet")), 9);
        broker.simulation.runFor(100);
        assertThat(client.responses()).isEmpty();
        assertThat(contents("t", 0)).containsExactly("quiet");

        client.sendUnanswered(produce("nope", 0, 0, batch("quiet")), 9);
        broker.simulation.runFor(100);
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void recognizesWhatAnIdempotentProducerSendsAgain() {
        long producerId = client.call(
                        new InitProducerIdRequest().transactionalId(null), 5, InitProducerIdResponse.class)
                .producerId();
        for (int number = 0; number < 6; number++) {
            assertThat(answer(9, produce("t", 1, -1, idempotentBatch(producerId, (short) 0, number, "v" + number)))
                            .baseOffset())
                    .isEqualTo(number);
        }

        ProduceResponse.PartitionProduceResponse again =
                answer(9, produce("t", 1, -1, idempotentBatch(producerId, (short) 0, 3, "v3")));
        assertThat(again.errorCode()).isZero();
        assertThat(again.baseOffset()).isEqualTo(3);

        assertThat(answer(9, produce("t", 1, -1, idempotentBatch(producerId, (short) 0, 0, "v0")))
                        .errorCode())
                .as("older than the last five")
                .isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER.code());
        assertThat(answer(9, produce("t", 1, -1, idempotentBatch(producerId, (short) 0, 9, "v9")))
                        .errorCode())
                .as("a gap")
                .isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER.code());
        assertThat(answer(9, produce("t", 1, -1, idempotentBatch(producerId, (short) 1, 0, "new")))
                        .errorCode())
                .isZero();
        assertThat(answer(9, produce("t", 1, -1, idempotentBatch(producerId, (short) 0, 6, "late")))
                        .errorCode())
                .isEqualTo(ErrorCode.INVALID_PRODUCER_EPOCH.code());
        assertThat(contents("t", 1)).containsExactly("v0", "v1", "v2", "v3", "v4", "v5", "new");
        describesProducer(producerId);
    }

    private void describesProducer(long producerId) {
        DescribeProducersResponse response = client.call(
                new DescribeProducersRequest()
                        .topics(List.of(new DescribeProducersRequest.TopicRequest()
                                .name("t")
                                .partitionIndexes(List.of(1, 88)))),
                0,
                DescribeProducersResponse.class);
        DescribeProducersResponse.PartitionResponse known =
                response.topics().get(0).partitions().get(0);
        assertThat(known.activeProducers())
                .extracting(DescribeProducersResponse.ProducerState::producerId)
                .containsExactly(producerId);
        assertThat(known.activeProducers().get(0).producerEpoch()).isEqualTo(1);
        assertThat(response.topics().get(0).partitions().get(1).errorCode())
                .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
    }

    @Test
    void givesEachProducerAnIdOfItsOwn() {
        InitProducerIdRequest request = new InitProducerIdRequest().transactionalId(null);
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            ids.add(client.call(request, 0, InitProducerIdResponse.class).producerId());
        }
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id >= 0);

        assertThat(client.call(new InitProducerIdRequest().transactionalId(""), 4, InitProducerIdResponse.class)
                        .errorCode())
                .isEqualTo(ErrorCode.INVALID_REQUEST.code());
        assertThat(client.call(new InitProducerIdRequest().transactionalId("tx"), 4, InitProducerIdResponse.class)
                        .errorCode())
                .as("nobody has asked for a coordinator yet")
                .isEqualTo(ErrorCode.NOT_COORDINATOR.code());
    }

    @Test
    void asksForNoMoreInSyncReplicasThanThereAre() {
        broker.createTopic("two", 1, Map.of("min.insync.replicas", "2"));

        assertThat(answer(9, produce("two", 0, -1, batch("a"))).errorCode()).isZero();
    }

    @Test
    void answersAStorageErrorOnceTheDiskFails() {
        assertThat(answer(9, produce("t", 0, 1, batch("a"))).errorCode()).isZero();
        broker.failuresAreExpected();
        broker.disk()
                .faults()
                .failAlways(DiskFaults.Operation.WRITE, path -> path.toString().endsWith(".log"));

        assertThat(answer(9, produce("t", 0, 1, batch("b"))).errorCode())
                .isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR.code());
    }
}
