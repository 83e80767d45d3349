package dev.naru.broker;

import static dev.naru.broker.Messages.batch;
import static dev.naru.broker.Messages.fetch;
import static dev.naru.broker.Messages.produce;
import static dev.naru.broker.Messages.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.FetchResponse;
import dev.naru.protocol.message.ProduceResponse;
import dev.naru.protocol.metadata.ConfigRecord;
import dev.naru.protocol.metadata.PartitionChangeRecord;
import dev.naru.protocol.metadata.PartitionRecord;
import dev.naru.protocol.metadata.TopicRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A partition with a second replica that never fetches: what its leader may say, and what it has to wait for. */
class ReplicatedTopicTest {
    private static final Uuid TOPIC_ID = new Uuid(7, 7);
    private static final byte TOPIC_RESOURCE = 2;

    private final SimulatedBroker broker = new SimulatedBroker(4, Map.of());
    private final SimulatedBroker.Client client = broker.connect();

    private void createTopic(List<Integer> inSync, int leader) {
        broker.decide(
                new TopicRecord().name("t").topicId(TOPIC_ID),
                new ConfigRecord()
                        .resourceType(TOPIC_RESOURCE)
                        .resourceName("t")
                        .name("min.insync.replicas")
                        .value("2"),
                new PartitionRecord()
                        .topicId(TOPIC_ID)
                        .partitionId(0)
                        .replicas(List.of(0, 1))
                        .directories(List.of(Uuid.ZERO, Uuid.ZERO))
                        .isr(inSync)
                        .leader(leader));
    }

    private static PartitionChangeRecord change() {
        return new PartitionChangeRecord().topicId(TOPIC_ID).partitionId(0);
    }

    private ProduceResponse.PartitionProduceResponse answer(int acks) {
        return client.call(produce("t", 0, acks, batch("a")), 10, ProduceResponse.class)
                .responses()
                .get(0)
                .partitionResponses()
                .get(0);
    }

    private FetchResponse.PartitionData read() {
        return client.call(fetch("t", TOPIC_ID, 0, 0).maxWaitMs(0), 12, FetchResponse.class)
                .responses()
                .get(0)
                .partitions()
                .get(0);
    }

    @Test
    void acknowledgesForAllOnlyWhatAllHaveAndOtherwiseTimesOut() {
        createTopic(List.of(0, 1), 0);
        long before = broker.simulation.clock().nanos();

        assertThat(answer(-1).errorCode()).isEqualTo(ErrorCode.REQUEST_TIMED_OUT.code());

        assertThat(broker.simulation.clock().nanos() - before).isBetween(1_000_000_000L, 1_200_000_000L);
        assertThat(answer(1).baseOffset()).isEqualTo(1);
        assertThat(read().highWatermark()).isZero();
        assertThat(values(read().records(), 0)).isEmpty();
    }

    @Test
    void answersTheWaitingProducerWhenTheReplicaLeavesTheInSyncSet() {
        createTopic(List.of(0, 1), 0);
        client.send(produce("t", 0, -1, batch("a")).timeoutMs(60_000), 10);
        broker.simulation.runFor(5_000);
        assertThat(client.responses()).isEmpty();

        broker.decide(change().isr(List.of(0)));

        broker.simulation.runUntil(() -> client.responses().size() == 1, 1_000);
        ProduceResponse response = (ProduceResponse) client.responses().get(0);
        assertThat(response.responses().get(0).partitionResponses().get(0).errorCode())
                .as("it is in the log, and min.insync.replicas does not hold any more")
                .isEqualTo(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND.code());
        assertThat(values(read().records(), 0)).containsExactly("a");
    }

    @Test
    void appendsNothingForAllWhenTooFewAreInSync() {
        createTopic(List.of(0), 0);

        assertThat(answer(-1).errorCode()).isEqualTo(ErrorCode.NOT_ENOUGH_REPLICAS.code());
        assertThat(answer(1).baseOffset()).isZero();
    }

    @Test
    void namesTheLeaderWhenItIsSomebodyElse() {
        createTopic(List.of(0, 1), 1);

        ProduceResponse.PartitionProduceResponse answer = answer(1);

        assertThat(answer.errorCode()).isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER.code());
        assertThat(answer.currentLeader().leaderId()).isEqualTo(1);
        assertThat(read().errorCode()).isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER.code());
        assertThat(client.call(produce("t", 0, 1, batch("a")), 3, ProduceResponse.class)
                        .responses()
                        .get(0)
                        .partitionResponses()
                        .get(0)
                        .errorCode())
                .as("a version without a place for the leader")
                .isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER.code());
    }

    @Test
    void tellsWhoeverWaitsThatTheLeaderHasChanged() {
        createTopic(List.of(0, 1), 0);
        client.send(produce("t", 0, -1, batch("a")).timeoutMs(60_000), 10);
        SimulatedBroker.Client reader = broker.connect();
        reader.send(fetch("t", TOPIC_ID, 0, 0).maxWaitMs(60_000), 12);
        broker.simulation.runFor(1_000);

        broker.decide(change().leader(1));

        broker.simulation.runUntil(
                () -> client.responses().size() + reader.responses().size() == 2, 1_000);
        ProduceResponse produced = (ProduceResponse) client.responses().get(0);
        FetchResponse fetched = (FetchResponse) reader.responses().get(0);
        assertThat(produced.responses().get(0).partitionResponses().get(0).errorCode())
                .isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER.code());
        assertThat(fetched.responses().get(0).partitions().get(0).errorCode())
                .isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER.code());
    }
}
