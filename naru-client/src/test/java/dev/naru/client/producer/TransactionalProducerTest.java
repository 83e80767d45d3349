package dev.naru.client.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.client.CallTimeoutException;
import dev.naru.client.CommittedOffset;
import dev.naru.client.GroupMembership;
import dev.naru.client.fake.FakeCluster;
import dev.naru.client.fake.FakeReader;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.AddPartitionsToTxnRequest;
import dev.naru.protocol.message.AddPartitionsToTxnResponse;
import dev.naru.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnPartitionResult;
import dev.naru.protocol.message.AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult;
import dev.naru.protocol.message.EndTxnRequest;
import dev.naru.protocol.message.InitProducerIdRequest;
import dev.naru.protocol.message.InitProducerIdResponse;
import dev.naru.protocol.message.ProduceRequest;
import dev.naru.protocol.message.ProduceResponse;
import dev.naru.protocol.message.TxnOffsetCommitRequest;
import dev.naru.protocol.message.TxnOffsetCommitResponse;
import dev.naru.testkit.Gen;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionalProducerTest {
    private static final long WAIT_MS_MAX = 120_000;

    private final FakeCluster cluster = new FakeCluster(new Gen(1), 1, 1);

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void sendingNoOffsetsDoesNotCount(int version) {
        TransactionalProducer producer = begun(version);
        cluster.intercept((request, answer) ->
                request instanceof TxnOffsetCommitRequest ? new TxnOffsetCommitResponse() : answer.get());

        await(producer.sendOffsets(Map.<TopicPartition, CommittedOffset>of(), GroupMembership.outside("g")));
        await(producer.commit());

        commitsNext(producer);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void closingAgainWaitsUntilTheTransactionIsAborted(int version) {
        TransactionalProducer producer = begun(version);
        await(producer.send(record("never seen")));
        AtomicBoolean aborted = new AtomicBoolean();
        cluster.intercept((request, answer) -> {
            aborted.compareAndSet(false, request instanceof EndTxnRequest end && !end.committed());
            return answer.get();
        });

        CompletableFuture<Void> closed = producer.closeLater();
        await(producer.closeLater());

        assertThat(aborted).isTrue();
        assertThat(closed).isCompleted();
        await(producer.closeLater());
    }

    @Test
    void canAbortATransactionThatNothingCouldBeAddedTo() {
        TransactionalProducer producer = begun(1);
        cluster.intercept(
                (request, answer) -> request instanceof AddPartitionsToTxnRequest add ? denied(add) : answer.get());
        CompletableFuture<RecordMetadata> sent = producer.send(record("denied"));
        assertThatThrownBy(() -> await(sent)).hasMessageContaining("TOPIC_AUTHORIZATION_FAILED");
        cluster.intercept((request, answer) -> answer.get());

        await(producer.abort());

        commitsNext(producer);
    }

    @Test
    void anAbortAskedForAgainFindsTheEpochThatTheFirstWasNotToldOf() {
        TransactionalProducer producer = begun(1);
        AtomicBoolean lost = new AtomicBoolean(true);
        cluster.intercept((request, answer) -> {
            if (request instanceof ProduceRequest && lost.get()) {
                return refused((ProduceResponse) answer.get());
            } else if (request instanceof InitProducerIdRequest && lost.get()) {
                var unused = answer.get();
                return new InitProducerIdResponse().errorCode(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS.code());
            }
            return answer.get();
        });
        CompletableFuture<RecordMetadata> sent = producer.send(record("refused"));
        assertThatThrownBy(() -> await(sent)).hasMessageContaining("INVALID_RECORD");
        assertThatThrownBy(() -> await(producer.abort())).hasCauseInstanceOf(CallTimeoutException.class);
        lost.set(false);

        await(producer.abort());

        commitsNext(producer);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void refusesARecordThatComesWhileTheTransactionIsBeingCommitted(int version) {
        TransactionalProducer producer = begun(version);
        await(producer.send(record("in time")));

        CompletableFuture<Void> committed = producer.commit();
        CompletableFuture<RecordMetadata> late = producer.send(record("late"));

        assertThatThrownBy(() -> await(late)).hasMessageContaining("being committed");
        await(committed);
        commitsNext(producer, "in time");
    }

    private static AddPartitionsToTxnResponse denied(AddPartitionsToTxnRequest request) {
        return new AddPartitionsToTxnResponse()
                .resultsByTopicV3AndBelow(request.v3AndBelowTopics().stream()
                        .map(topic -> new AddPartitionsToTxnTopicResult()
                                .name(topic.name())
                                .resultsByPartition(topic.partitions().stream()
                                        .map(TransactionalProducerTest::denied)
                                        .toList()))
                        .toList());
    }

    private static AddPartitionsToTxnPartitionResult denied(int partition) {
        return new AddPartitionsToTxnPartitionResult()
                .partitionIndex(partition)
                .partitionErrorCode(ErrorCode.TOPIC_AUTHORIZATION_FAILED.code());
    }

    private static ProduceResponse refused(ProduceResponse response) {
        response.responses()
                .forEach(topic -> topic.partitionResponses()
                        .forEach(partition -> partition.errorCode(ErrorCode.INVALID_RECORD.code())));
        return response;
    }

    private TransactionalProducer begun(int version) {
        cluster.transactionVersion(version);
        TransactionalProducer producer = new TransactionalProducer(
                cluster.config(), cluster.runtime(), ProducerConfig.DEFAULT, TransactionConfig.of("id"));
        await(producer.init());
        await(producer.begin());
        return producer;
    }

    /** It can go on: another transaction is committed, and is the only one that readers see anything of. */
    private void commitsNext(TransactionalProducer producer, String... before) {
        await(producer.begin());
        await(producer.send(record("next")));
        await(producer.commit());
        List<String> expected = new ArrayList<>(List.of(before));
        expected.add("next");
        assertThat(read()).isEqualTo(expected);
    }

    private List<String> read() {
        return FakeReader.readCommitted(cluster).values().stream()
                .flatMap(List::stream)
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static ProducerRecord record(String value) {
        return ProducerRecord.of(FakeCluster.TOPIC, null, value.getBytes(StandardCharsets.UTF_8))
                .withPartition(0);
    }

    private <T> T await(CompletableFuture<T> future) {
        cluster.simulation().runUntil(future::isDone, WAIT_MS_MAX);
        return future.join();
    }
}
