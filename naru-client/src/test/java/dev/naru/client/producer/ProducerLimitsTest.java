package dev.naru.client.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.client.Address;
import dev.naru.client.CallTimeoutException;
import dev.naru.client.ClientConfig;
import dev.naru.client.ClientException;
import dev.naru.client.UnreachableException;
import dev.naru.client.fake.FakeCluster;
import dev.naru.testkit.Gen;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ProducerLimitsTest {
    private final FakeCluster cluster = new FakeCluster(new Gen(1), 1, 2);

    @Test
    void refusesRecordsBeyondItsBufferUntilThereIsRoom() {
        Producer producer = producer(ProducerConfig.DEFAULT.with(new ProducerConfig.Batching(1_000, 5, 10_000, 1_000)));

        CompletableFuture<RecordMetadata> first = producer.send(record(800));
        CompletableFuture<RecordMetadata> second = producer.send(record(800));
        assertThatThrownBy(second::join).hasCauseInstanceOf(BufferFullException.class);

        cluster.simulation().runUntil(producer.room()::isDone, 10_000);
        assertThat(first).isCompleted();
        CompletableFuture<RecordMetadata> third = producer.send(record(800));
        cluster.simulation().runUntil(third::isDone, 10_000);
        assertThat(third.join().offset()).isEqualTo(1);
    }

    @Test
    void failsWhatIsNotAcknowledgedInTime() {
        cluster.errors(100);
        Producer producer = producer(ProducerConfig.DEFAULT.with(ProducerConfig.Delivery.DEFAULT.within(1_000, 1_000)));

        CompletableFuture<RecordMetadata> sent = producer.send(record(1));
        cluster.simulation().runUntil(sent::isDone, 3_000);

        assertThatThrownBy(sent::join)
                .hasCauseInstanceOf(CallTimeoutException.class)
                .hasMessageContaining("1000 ms")
                .hasMessageContaining("NOT_ENOUGH_REPLICAS");
    }

    @Test
    void refusesAPartitionTheTopicDoesNotHave() {
        CompletableFuture<RecordMetadata> sent =
                producer(ProducerConfig.DEFAULT).send(record(1).withPartition(2));
        cluster.simulation().runUntil(sent::isDone, 3_000);

        assertThatThrownBy(sent::join).hasCauseInstanceOf(ClientException.class).hasMessageContaining("only 0 to 1");
    }

    @Test
    void saysThatNobodyAnswers() {
        ClientConfig nowhere = ClientConfig.of(List.of(new Address("client", 1), new Address("b0", 1)))
                .withTimeouts(new ClientConfig.Timeouts(1_000, 1_000, 0, 20, 500, 60_000));
        Producer producer = new Producer(nowhere, cluster.runtime(), ProducerConfig.DEFAULT);

        CompletableFuture<RecordMetadata> sent = producer.send(record(1));
        cluster.simulation().runUntil(sent::isDone, 3_000);

        assertThatThrownBy(sent::join)
                .hasCauseInstanceOf(UnreachableException.class)
                .hasMessageContaining("client:1, b0:1")
                .hasMessageContaining("nobody listens there");
    }

    @Test
    void withoutAcknowledgementsARecordCountsAsSentWhenItLeft() {
        Producer producer = producer(ProducerConfig.DEFAULT.with(ProducerConfig.Delivery.of(Acks.NONE)));

        CompletableFuture<RecordMetadata> sent = producer.send(record(1));
        cluster.simulation().runUntil(sent::isDone, 3_000);
        cluster.simulation().runFor(100);

        assertThat(sent.join().offset()).isEqualTo(-1);
        assertThat(cluster.endOffset(0)).isEqualTo(1);
    }

    @Test
    void beginsANewEpochWhenTheBrokerLostItsState() {
        Producer producer = producer(ProducerConfig.DEFAULT);
        CompletableFuture<RecordMetadata> before = producer.send(record(1));
        cluster.simulation().runUntil(before::isDone, 3_000);

        cluster.forgetProducers(0);
        CompletableFuture<RecordMetadata> after = producer.send(record(1));
        cluster.simulation().runUntil(after::isDone, 3_000);

        assertThat(after.join().offset()).isEqualTo(1);
    }

    private Producer producer(ProducerConfig config) {
        return new Producer(cluster.config(), cluster.runtime(), config);
    }

    private static ProducerRecord record(int sizeBytes) {
        return ProducerRecord.of(FakeCluster.TOPIC, null, new byte[sizeBytes]).withPartition(0);
    }
}
