package dev.naru.broker;

import static dev.naru.broker.Messages.idempotentBatch;
import static dev.naru.broker.Messages.produce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.AddPartitionsToTxnRequest;
import dev.naru.protocol.message.AddPartitionsToTxnRequest.AddPartitionsToTxnTopic;
import dev.naru.protocol.message.AddPartitionsToTxnRequest.AddPartitionsToTxnTransaction;
import dev.naru.protocol.message.AddPartitionsToTxnResponse;
import dev.naru.protocol.message.DeleteTopicsRequest;
import dev.naru.protocol.message.DeleteTopicsResponse;
import dev.naru.protocol.message.DescribeTransactionsRequest;
import dev.naru.protocol.message.DescribeTransactionsResponse;
import dev.naru.protocol.message.EndTxnRequest;
import dev.naru.protocol.message.EndTxnResponse;
import dev.naru.protocol.message.FindCoordinatorRequest;
import dev.naru.protocol.message.FindCoordinatorResponse;
import dev.naru.protocol.message.InitProducerIdRequest;
import dev.naru.protocol.message.InitProducerIdResponse;
import dev.naru.protocol.message.ListOffsetsRequest;
import dev.naru.protocol.message.ListOffsetsResponse;
import dev.naru.protocol.message.ListTransactionsRequest;
import dev.naru.protocol.message.ListTransactionsResponse;
import dev.naru.protocol.message.ProduceRequest;
import dev.naru.protocol.message.ProduceResponse;
import dev.naru.protocol.message.WriteTxnMarkersRequest;
import dev.naru.protocol.message.WriteTxnMarkersRequest.WritableTxnMarker;
import dev.naru.protocol.message.WriteTxnMarkersRequest.WritableTxnMarkerTopic;
import dev.naru.protocol.message.WriteTxnMarkersResponse;
import dev.naru.record.BatchBuilder;
import dev.naru.record.Compression;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients of each version are answered where a transaction meets a partition. */
class TransactionsTest {
    private static final String ID = "tx";
    private static final int OLD = 9;
    private static final int KNOWS_ABORTABLE = 11;
    private static final int ADDS_ON_THE_WAY = 12;

    private SimulatedBroker broker = new SimulatedBroker(1, Map.of("transaction.state.log.num.partitions", "3"));
    private SimulatedBroker.Client client = broker.connect();
    private long producerId;
    private short epoch;

    @BeforeEach
    void begin() {
        broker.createTopic("t", 2, Map.of());
        client.call(
                new FindCoordinatorRequest().coordinatorKeys(List.of(ID)).keyType((byte) 1),
                4,
                FindCoordinatorResponse.class);
        init();
    }

    @AfterEach
    void leavesNoFrameBehind() {
        assertThat(broker.network.unreleasedFrames()).isZero();
    }

    private void init() {
        InitProducerIdResponse response = client.call(
                new InitProducerIdRequest().transactionalId(ID).transactionTimeoutMs(60_000),
                5,
                InitProducerIdResponse.class);
        assertThat(ErrorCode.of(response.errorCode())).isEqualTo(ErrorCode.NONE);
        producerId = response.producerId();
        epoch = response.producerEpoch();
    }

    private static ByteBuffer transactional(long producerId, int epoch, int sequence) {
        try (BatchBuilder builder = new BatchBuilder(Compression.NONE, 1 << 16)) {
            builder.reset();
            builder.producer(producerId, (short) epoch, sequence).transactional(true);
            builder.append(1000, null, ByteBuffer.wrap("v".getBytes(StandardCharsets.UTF_8)), List.of());
            ByteBuffer built = builder.build();
            return ByteBuffer.allocate(built.remaining()).put(built).flip();
        }
    }

    private ErrorCode write(int version, int partition, int sequence) {
        return write(version, partition, transactional(producerId, epoch, sequence));
    }

    private ErrorCode write(int version, int partition, ByteBuffer batch) {
        ProduceRequest request = produce("t", partition, -1, batch).transactionalId(ID);
        return ErrorCode.of(client.call(request, version, ProduceResponse.class)
                .responses()
                .get(0)
                .partitionResponses()
                .get(0)
                .errorCode());
    }

    private ErrorCode add(int version, int... partitions) {
        AddPartitionsToTxnRequest request = new AddPartitionsToTxnRequest()
                .v3AndBelowTransactionalId(ID)
                .v3AndBelowProducerId(producerId)
                .v3AndBelowProducerEpoch(epoch)
                .v3AndBelowTopics(List.of(topic(partitions)));
        return ErrorCode.of(client.call(request, version, AddPartitionsToTxnResponse.class)
                .resultsByTopicV3AndBelow()
                .get(0)
                .resultsByPartition()
                .get(0)
                .partitionErrorCode());
    }

    private static AddPartitionsToTxnTopic topic(int... partitions) {
        return new AddPartitionsToTxnTopic()
                .name("t")
                .partitions(Arrays.stream(partitions).boxed().toList());
    }

    private EndTxnResponse end(int version, boolean commit) {
        return client.call(
                new EndTxnRequest()
                        .transactionalId(ID)
                        .producerId(producerId)
                        .producerEpoch(epoch)
                        .committed(commit),
                version,
                EndTxnResponse.class);
    }

    /** The last stable offset of partition 0. */
    private long stableOffset() {
        ListOffsetsRequest request = Messages.listOffsets("t", 0, -1).isolationLevel((byte) 1);
        return client.call(request, 7, ListOffsetsResponse.class)
                .topics()
                .get(0)
                .partitions()
                .get(0)
                .offset();
    }

    @Test
    void aTransactionBeginsOnlyInPartitionsThatWereAdded() {
        assertThat(write(OLD, 0, 0)).isEqualTo(ErrorCode.INVALID_TXN_STATE);
        assertThat(write(KNOWS_ABORTABLE, 0, 0)).isEqualTo(ErrorCode.TRANSACTION_ABORTABLE);
        assertThat(add(3, 0)).isEqualTo(ErrorCode.NONE);
        assertThat(write(OLD, 0, 0)).isEqualTo(ErrorCode.NONE);
        assertThat(write(OLD, 0, 0)).as("sent again").isEqualTo(ErrorCode.NONE);
        assertThat(write(OLD, 0, 1)).isEqualTo(ErrorCode.NONE);
        assertThat(write(OLD, 1, 0)).isEqualTo(ErrorCode.INVALID_TXN_STATE);
        assertThat(stableOffset()).isZero();
        assertThat(end(4, true).errorCode()).isZero();
        assertThat(stableOffset()).isEqualTo(3);
    }

    @Test
    void newProducersHaveTheirPartitionsAddedOnTheWay() {
        assertThat(write(ADDS_ON_THE_WAY, 0, 0)).isEqualTo(ErrorCode.NONE);
        assertThat(write(ADDS_ON_THE_WAY, 1, 0)).isEqualTo(ErrorCode.NONE);
        DescribeTransactionsResponse described = client.call(
                new DescribeTransactionsRequest().transactionalIds(List.of(ID, "nobody")),
                0,
                DescribeTransactionsResponse.class);
        assertThat(described.transactionStates())
                .filteredOn(state -> state.transactionalId().equals(ID))
                .allSatisfy(state -> {
                    assertThat(state.transactionState()).isEqualTo("Ongoing");
                    assertThat(state.topics().get(0).partitions()).containsExactly(0, 1);
                })
                .hasSize(1);
        assertThat(described.transactionStates())
                .filteredOn(state -> state.errorCode() != 0)
                .allSatisfy(
                        state -> assertThat(state.errorCode()).isEqualTo(ErrorCode.TRANSACTIONAL_ID_NOT_FOUND.code()))
                .hasSize(1);

        EndTxnResponse ended = end(5, true);
        assertThat(ended.producerId()).isEqualTo(producerId);
        assertThat(ended.producerEpoch()).isEqualTo((short) (epoch + 1));
        assertThat(end(5, true)).as("asked again").isEqualTo(ended);
        epoch++;
        assertThat(write(ADDS_ON_THE_WAY, 0, 0)).isEqualTo(ErrorCode.NONE);
    }

    @Test
    void nothingLateOpensATransactionThatNobodyEnds() {
        add(3, 0);
        write(OLD, 0, 0);
        end(4, false);
        assertThat(write(OLD, 0, 1)).isEqualTo(ErrorCode.INVALID_TXN_STATE);
        assertThat(write(OLD, 0, 0)).as("sent again").isEqualTo(ErrorCode.INVALID_TXN_STATE);
        assertThat(stableOffset()).isEqualTo(2);

        add(3, 0);
        assertThat(write(OLD, 0, 0))
                .as("no batch of this transaction, though of the same sequence")
                .isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
        assertThat(write(OLD, 0, 1)).isEqualTo(ErrorCode.NONE);
        end(5, false);
        assertThat(write(ADDS_ON_THE_WAY, 0, 2)).isEqualTo(ErrorCode.INVALID_PRODUCER_EPOCH);
        assertThat(stableOffset()).isEqualTo(4);
    }

    @Test
    void oneTransactionIsOneProducerAndHasAName() {
        ProduceRequest nameless = produce("t", 0, -1, transactional(producerId, epoch, 0));
        assertThat(client.call(nameless, ADDS_ON_THE_WAY, ProduceResponse.class)
                        .responses()
                        .get(0)
                        .partitionResponses()
                        .get(0)
                        .errorCode())
                .isEqualTo(ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code());
        assertThat(write(ADDS_ON_THE_WAY, 0, transactional(producerId + 5, 0, 0)))
                .isEqualTo(ErrorCode.INVALID_PRODUCER_ID_MAPPING);
        assertThat(write(ADDS_ON_THE_WAY, 0, 0)).isEqualTo(ErrorCode.NONE);
        assertThat(write(ADDS_ON_THE_WAY, 0, idempotentBatch(producerId, epoch, 1, "outside")))
                .isEqualTo(ErrorCode.INVALID_TXN_STATE);
    }

    @Test
    void aFencedProducerIsToldInWordsItKnows() {
        long oldId = producerId;
        short oldEpoch = epoch;
        init();
        epoch = oldEpoch;
        assertThat(producerId).isEqualTo(oldId);
        assertThat(add(1, 0)).isEqualTo(ErrorCode.INVALID_PRODUCER_EPOCH);
        assertThat(add(3, 0)).isEqualTo(ErrorCode.PRODUCER_FENCED);
        assertThat(ErrorCode.of(end(1, true).errorCode())).isEqualTo(ErrorCode.INVALID_PRODUCER_EPOCH);
        assertThat(ErrorCode.of(end(4, true).errorCode())).isEqualTo(ErrorCode.PRODUCER_FENCED);
        assertThat(write(ADDS_ON_THE_WAY, 0, 0)).isEqualTo(ErrorCode.INVALID_PRODUCER_EPOCH);
    }

    @Test
    void partitionsAreAddedTogetherOrNotAtAll() {
        AddPartitionsToTxnRequest request = new AddPartitionsToTxnRequest()
                .v3AndBelowTransactionalId(ID)
                .v3AndBelowProducerId(producerId)
                .v3AndBelowProducerEpoch(epoch)
                .v3AndBelowTopics(List.of(topic(0, 9)));
        AddPartitionsToTxnResponse response = client.call(request, 3, AddPartitionsToTxnResponse.class);
        assertThat(response.resultsByTopicV3AndBelow().get(0).resultsByPartition())
                .extracting(result -> ErrorCode.of(result.partitionErrorCode()))
                .containsExactly(ErrorCode.OPERATION_NOT_ATTEMPTED, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    }

    @Test
    void brokersAskForManyTransactionsAtOnce() {
        write(ADDS_ON_THE_WAY, 0, 0);
        AddPartitionsToTxnTransaction mine = new AddPartitionsToTxnTransaction()
                .transactionalId(ID)
                .producerId(producerId)
                .producerEpoch(epoch)
                .verifyOnly(true)
                .topics(List.of(topic(0, 1)));
        AddPartitionsToTxnTransaction unknown = new AddPartitionsToTxnTransaction()
                .transactionalId("other")
                .producerId(producerId)
                .producerEpoch(epoch)
                .topics(List.of(topic(0)));
        AddPartitionsToTxnRequest request = new AddPartitionsToTxnRequest().transactions(List.of(mine, unknown));
        AddPartitionsToTxnResponse response = client.call(request, 5, AddPartitionsToTxnResponse.class);
        response.resultsByTransaction()
                .forEach(result -> assertThat(result.topicResults().get(0).resultsByPartition())
                        .extracting(partition -> ErrorCode.of(partition.partitionErrorCode()))
                        .isEqualTo(
                                result.transactionalId().equals(ID)
                                        ? List.of(ErrorCode.NONE, ErrorCode.TRANSACTION_ABORTABLE)
                                        : List.of(ErrorCode.INVALID_PRODUCER_ID_MAPPING)));
        assertThat(response.resultsByTransaction()).hasSize(2);
    }

    @Test
    void operatorsEndWhatHangs() {
        write(ADDS_ON_THE_WAY, 0, 0);
        assertThat(mark("t", 0, epoch - 1, 0)).isEqualTo(ErrorCode.INVALID_PRODUCER_EPOCH);
        assertThat(mark("u", 0, epoch, 0)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(mark("t", 2, epoch, 0)).as("as of the next transaction").isEqualTo(ErrorCode.INVALID_PRODUCER_EPOCH);
        assertThat(mark("t", 0, epoch, 3)).isEqualTo(ErrorCode.NONE);
        assertThat(mark("t", 0, epoch, 2)).isEqualTo(ErrorCode.TRANSACTION_COORDINATOR_FENCED);
        assertThat(stableOffset()).isEqualTo(2);
    }

    private ErrorCode mark(String topic, int transactionVersion, int markerEpoch, int coordinatorEpoch) {
        WriteTxnMarkersRequest request = new WriteTxnMarkersRequest()
                .markers(List.of(new WritableTxnMarker()
                        .producerId(producerId)
                        .producerEpoch((short) markerEpoch)
                        .coordinatorEpoch(coordinatorEpoch)
                        .transactionVersion((byte) transactionVersion)
                        .topics(List.of(new WritableTxnMarkerTopic().name(topic).partitionIndexes(List.of(0))))));
        return ErrorCode.of(client.call(request, 2, WriteTxnMarkersResponse.class)
                .markers()
                .get(0)
                .topics()
                .get(0)
                .partitions()
                .get(0)
                .errorCode());
    }

    @Test
    void transactionsAreListedByWhatIsAsked() {
        write(ADDS_ON_THE_WAY, 0, 0);
        assertThat(list(new ListTransactionsRequest())).containsExactly("tx Ongoing");
        assertThat(list(new ListTransactionsRequest().stateFilters(List.of("Empty", "Lost"))))
                .isEmpty();
        assertThat(list(new ListTransactionsRequest().transactionalIdPattern("t.")))
                .hasSize(1);
        assertThat(list(new ListTransactionsRequest().transactionalIdPattern("t")))
                .isEmpty();
        assertThat(list(new ListTransactionsRequest().durationFilter(1_000_000)))
                .isEmpty();

        ListTransactionsResponse unknown = client.call(
                new ListTransactionsRequest().stateFilters(List.of("Dead", "Lost")), 2, ListTransactionsResponse.class);
        assertThat(unknown.unknownStateFilters()).containsExactly("Lost");
        ListTransactionsResponse broken = client.call(
                new ListTransactionsRequest().transactionalIdPattern("("), 2, ListTransactionsResponse.class);
        assertThat(broken.errorCode()).isEqualTo(ErrorCode.INVALID_REGULAR_EXPRESSION.code());
    }

    private List<String> list(ListTransactionsRequest request) {
        return client.call(request, 2, ListTransactionsResponse.class).transactionStates().stream()
                .map(state -> state.transactionalId() + " " + state.transactionState())
                .toList();
    }

    @Test
    void internalTopicsAreTheCoordinators() {
        ProduceRequest request = produce("__transaction_state", 0, -1, Messages.batch("x"));
        assertThat(client.call(request, OLD, ProduceResponse.class)
                        .responses()
                        .get(0)
                        .partitionResponses()
                        .get(0)
                        .errorCode())
                .isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION.code());
        DeleteTopicsRequest deletion = new DeleteTopicsRequest().topicNames(List.of("__transaction_state"));
        assertThat(client.call(deletion, 5, DeleteTopicsResponse.class)
                        .responses()
                        .get(0)
                        .errorCode())
                .isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION.code());
    }

    @Test
    void verificationCanBeSwitchedOffForOldProducers() {
        broker.stop();
        broker = new SimulatedBroker(1, Map.of("transaction.partition.verification.enable", "false"));
        client = broker.connect();
        begin();
        assertThat(write(OLD, 0, 0)).isEqualTo(ErrorCode.NONE);
    }
}
