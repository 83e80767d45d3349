package dev.naru.broker;

import static dev.naru.broker.Messages.produce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.EndTxnRequest;
import dev.naru.protocol.message.EndTxnResponse;
import dev.naru.protocol.message.FindCoordinatorRequest;
import dev.naru.protocol.message.FindCoordinatorResponse;
import dev.naru.protocol.message.InitProducerIdRequest;
import dev.naru.protocol.message.InitProducerIdResponse;
import dev.naru.protocol.message.ProduceResponse;
import dev.naru.record.BatchBuilder;
import dev.naru.record.Compression;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A producer that does not wait for answers: while its last transaction is ending, batches of the next one are on their way. They
 * are appended in the order they were sent in; one that overtook another would be out of sequence.
 */
class PipelinedTransactionsTest {
    private static final String ID = "tx";
    private static final int TRANSACTIONS = 20;
    private static final int BATCHES = 4;

    @Seeded(count = 40)
    void batchesOfTheNextTransactionKeepTheirOrderWhileTheLastOneEnds(Gen gen) {
        SimulatedBroker broker = new SimulatedBroker(
                gen.longIn(1, Long.MAX_VALUE), Map.of("transaction.state.log.num.partitions", "3", "naru.loops", "2"));
        SimulatedBroker.Client client = broker.connect();
        broker.createTopic("t", 2, Map.of());
        client.call(
                new FindCoordinatorRequest().coordinatorKeys(List.of(ID)).keyType((byte) 1),
                4,
                FindCoordinatorResponse.class);
        long producerId = client.call(
                        new InitProducerIdRequest().transactionalId(ID).transactionTimeoutMs(60_000),
                        5,
                        InitProducerIdResponse.class)
                .producerId();
        int before = client.responses().size();

        for (int epoch = 0; epoch < TRANSACTIONS; epoch++) {
            for (int sequence = 0; sequence < BATCHES; sequence++) {
                ByteBuffer batch = batch(producerId, epoch, sequence);
                client.send(produce("t", 0, -1, batch).transactionalId(ID), 12);
                broker.simulation.runFor(gen.intIn(0, 3));
            }
            int answered = before + (epoch + 1) * (BATCHES + 1) - 1;
            broker.simulation.runUntil(() -> client.responses().size() == answered, 10_000);
            client.send(
                    new EndTxnRequest()
                            .transactionalId(ID)
                            .producerId(producerId)
                            .producerEpoch((short) epoch)
                            .committed(true),
                    5);
        }
        broker.simulation.runFor(1_000);

        assertThat(client.responses().subList(before, client.responses().size()))
                .hasSize(TRANSACTIONS * (BATCHES + 1))
                .allSatisfy(response -> assertThat(error(response)).isEqualTo(ErrorCode.NONE));
        assertThat(broker.network.unreleasedFrames()).isZero();
    }

    private static ErrorCode error(ApiResponse response) {
        return ErrorCode.of(
                response instanceof ProduceResponse produced
                        ? produced.responses()
                                .get(0)
                                .partitionResponses()
                                .get(0)
                                .errorCode()
                        : ((EndTxnResponse) response).errorCode());
    }

    private static ByteBuffer batch(long producerId, int epoch, int sequence) {
        try (BatchBuilder builder = new BatchBuilder(Compression.NONE, 1 << 16)) {
            builder.producer(producerId, (short) epoch, sequence).transactional(true);
            builder.append(1000, null, ByteBuffer.wrap("v".getBytes(StandardCharsets.UTF_8)), List.of());
            ByteBuffer built = builder.build();
            return ByteBuffer.allocate(built.remaining()).put(built).flip();
        }
    }
}
