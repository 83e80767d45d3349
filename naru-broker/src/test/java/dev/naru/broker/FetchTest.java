package dev.naru.broker;

import static dev.naru.broker.Messages.batch;
import static dev.naru.broker.Messages.fetch;
import static dev.naru.broker.Messages.partition;
import static dev.naru.broker.Messages.produce;
import static dev.naru.broker.Messages.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.FetchRequest;
import dev.naru.protocol.message.FetchResponse;
import dev.naru.protocol.message.ProduceResponse;
import dev.naru.testkit.DiskFaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FetchTest {
    private final SimulatedBroker broker = new SimulatedBroker(2, Map.of());
    private final SimulatedBroker.Client client = broker.connect();
    private final SimulatedBroker.Client producer = broker.connect();
    private Uuid topicId = Uuid.ZERO;

    @BeforeEach
    void createTopic() {
        topicId = broker.createTopic("t", 5, Map.of());
    }

    @AfterEach
    void leavesNoFrameBehind() {
        broker.simulation.runFor(1_000);
        assertThat(broker.network.unreleasedFrames()).isZero();
    }

    private void append(int partition, String... values) {
        ProduceResponse response = producer.call(produce("t", partition, -1, batch(values)), 9, ProduceResponse.class);
        assertThat(response.responses().get(0).partitionResponses().get(0).errorCode())
                .isZero();
    }

    private FetchResponse fetched(int version, FetchRequest request) {
        return client.call(request, version, FetchResponse.class);
    }

    private static FetchResponse.PartitionData first(FetchResponse response) {
        return response.responses().get(0).partitions().get(0);
    }

    @Test
    void readsFromTheAskedOffsetInEveryVersion() {
        append(0, "a", "b");
        append(0, "c");
        for (int version = 4; version <= 18; version++) {
            FetchResponse response = fetched(version, fetch(version < 13 ? "t" : "", topicId, 0, 1));
            FetchResponse.PartitionData data = first(response);
            assertThat(data.errorCode()).as("version %d", version).isZero();
            assertThat(data.highWatermark()).isEqualTo(3);
            assertThat(data.lastStableOffset()).isEqualTo(3);
            assertThat(data.logStartOffset()).isEqualTo(version < 5 ? -1 : 0);
            assertThat(values(data.records(), 1)).containsExactly("b", "c");
        }
    }

    @Test
    void saysWhatIsWrongWithAPartition() {
        append(0, "a");
        assertThat(first(fetched(12, fetch("t", topicId, 0, 2))).errorCode())
                .isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE.code());
        assertThat(first(fetched(12, fetch("t", topicId, 0, -5))).errorCode())
                .isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE.code());
        assertThat(first(fetched(12, fetch("nope", topicId, 0, 0))).errorCode())
                .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
        assertThat(first(fetched(13, fetch("", new Uuid(9, 9), 0, 0))).errorCode())
                .isEqualTo(ErrorCode.UNKNOWN_TOPIC_ID.code());
        assertThat(first(fetched(13, fetch("", topicId, 33, 0))).errorCode())
                .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
        FetchRequest newer = fetch("t", topicId, 0, 0);
        newer.topics().get(0).partitions().get(0).currentLeaderEpoch(9);
        assertThat(first(fetched(12, newer)).errorCode()).isEqualTo(ErrorCode.UNKNOWN_LEADER_EPOCH.code());
    }

    @Test
    void saysWhereTheHistoryOfAReaderDiverges() {
        append(0, "a", "b");
        FetchRequest ahead = fetch("t", topicId, 0, 2000);
        ahead.topics().get(0).partitions().get(0).currentLeaderEpoch(0).lastFetchedEpoch(0);

        FetchResponse.PartitionData data = first(fetched(12, ahead));

        assertThat(data.errorCode()).isZero();
        assertThat(data.divergingEpoch().epoch()).isZero();
        assertThat(data.divergingEpoch().endOffset()).isEqualTo(2);

        FetchRequest unheardOf = fetch("t", topicId, 0, 1);
        unheardOf.topics().get(0).partitions().get(0).lastFetchedEpoch(9);
        assertThat(first(fetched(12, unheardOf)).errorCode()).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE.code());
    }

    @Test
    void sendsTheFirstBatchWholeWhateverTheLimits() {
        append(0, "x".repeat(1000));
        append(0, "y");
        FetchRequest tiny = fetch("t", topicId, 0, 0).maxBytes(1);
        tiny.topics().get(0).partitions().get(0).partitionMaxBytes(1);

        assertThat(values(first(fetched(12, tiny)).records(), 0)).containsExactly("x".repeat(1000));
    }

    @Test
    void staysWithinTheSizeOfTheWholeResponse() {
        for (int partition = 0; partition < 5; partition++) {
            append(partition, "z".repeat(1000));
        }
        FetchRequest request = fetch("t", topicId, 0, 0).maxBytes(2500);
        request.topics()
                .get(0)
                .partitions(
                        List.of(partition(0, 0), partition(1, 0), partition(2, 0), partition(3, 0), partition(4, 0)));

        FetchResponse response = fetched(12, request);

        assertThat(response.responses().get(0).partitions().stream()
                        .filter(data -> data.records() != null && data.records().sizeBytes() > 0))
                .hasSize(2);
    }

    @Test
    void waitsForDataAndIsWokenByTheAppend() {
        client.send(fetch("t", topicId, 3, 0).maxWaitMs(60_000), 12);
        broker.simulation.runFor(1_000);
        assertThat(client.responses()).isEmpty();

        append(3, "news");

        broker.simulation.runUntil(() -> client.responses().size() == 1, 1_000);
        assertThat(values(first((FetchResponse) client.responses().get(0)).records(), 0))
                .containsExactly("news");
    }

    @Test
    void waitsUntilThereIsEnough() {
        client.send(fetch("t", topicId, 3, 0).maxWaitMs(60_000).minBytes(3000), 12);
        append(3, "a".repeat(1000));
        append(3, "b".repeat(1000));
        broker.simulation.runFor(1_000);
        assertThat(client.responses()).isEmpty();

        append(3, "c".repeat(1000));

        broker.simulation.runUntil(() -> client.responses().size() == 1, 1_000);
    }

    @Test
    void answersWithNothingWhenTimeIsUp() {
        long before = broker.simulation.clock().nanos();

        FetchResponse response = fetched(12, fetch("t", topicId, 0, 0).maxWaitMs(700));

        assertThat(first(response).errorCode()).isZero();
        assertThat(values(first(response).records(), 0)).isEmpty();
        assertThat(broker.simulation.clock().nanos() - before).isBetween(700_000_000L, 900_000_000L);
    }

    @Test
    void manyWaitAtOnceAndAllAreAnsweredOnce() {
        List<SimulatedBroker.Client> waiting = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            SimulatedBroker.Client each = broker.connect();
            each.send(fetch("t", topicId, i % 5, 0).maxWaitMs(i % 2 == 0 ? 60_000 : 5_000), 12);
            waiting.add(each);
        }
        broker.simulation.runFor(500);
        append(0, "x");
        append(1, "x");
        broker.simulation.runFor(30_000);
        append(2, "x");
        append(3, "x");
        append(4, "x");
        broker.simulation.runFor(1_000);

        assertThat(waiting).allSatisfy(each -> assertThat(each.responses()).hasSize(1));
    }

    @Test
    void readsOldRecordsIntoThePageCacheBeforeItSendsThem() {
        Uuid kept = broker.createTopic("kept", 1, Map.of("retention.ms", "-1"));
        producer.call(produce("kept", 0, -1, batch("older")), 9, ProduceResponse.class);
        producer.call(produce("kept", 0, -1, batch("old")), 9, ProduceResponse.class);
        broker.simulation.runFor(3_600_000);
        // Only whoever reads first meets it: on the I/O pool, where it does no harm.
        broker.disk()
                .faults()
                .failOnce(DiskFaults.Operation.READ, path -> path.toString().endsWith(".log"));

        FetchResponse response = broker.connect().call(fetch("kept", kept, 0, 1), 12, FetchResponse.class);

        assertThat(values(first(response).records(), 1)).containsExactly("old");
    }

    @Test
    void forgetsTheWaitOfAClientThatHasGone() {
        int clients = 100;
        for (int i = 0; i < clients; i++) {
            SimulatedBroker.Client each = broker.connect();
            each.send(fetch("t", topicId, i % 5, 0).maxWaitMs(5_000), 12);
            each.close();
        }
        broker.simulation.runFor(1_000);

        long before = broker.simulation.eventsRun();
        broker.simulation.runFor(10_000);

        assertThat(broker.simulation.eventsRun() - before)
                .as("what still happens when their time would be up")
                .isLessThan(clients);
    }

    @Test
    void aSessionTellsOnlyNews() {
        append(0, "a");
        FetchRequest whole = fetch("", topicId, 0, 0).sessionId(0).sessionEpoch(0);
        FetchResponse created = fetched(13, whole);
        assertThat(created.sessionId()).isPositive();
        assertThat(values(first(created).records(), 0)).containsExactly("a");

        FetchRequest onwards =
                fetch("", topicId, 0, 1).sessionId(created.sessionId()).sessionEpoch(1);
        FetchResponse nothing = fetched(13, onwards.maxWaitMs(10));
        assertThat(nothing.errorCode()).isZero();
        assertThat(nothing.responses()).isEmpty();

        append(0, "b");
        FetchResponse news = fetched(13, session(created.sessionId(), 2));
        assertThat(values(first(news).records(), 1)).containsExactly("b");

        assertThat(fetched(13, session(created.sessionId(), 9)).errorCode())
                .isEqualTo(ErrorCode.INVALID_FETCH_SESSION_EPOCH.code());
        assertThat(fetched(12, session(created.sessionId(), 3)).errorCode())
                .isEqualTo(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR.code());
        assertThat(fetched(13, session(created.sessionId() + 999, 1)).errorCode())
                .isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND.code());
    }

    @Test
    void aSessionIsFoundFromAnotherConnectionAndEndsWhenItIsEmpty() {
        append(0, "a");
        int session = fetched(13, fetch("", topicId, 0, 0).sessionId(0).sessionEpoch(0))
                .sessionId();
        for (int epoch = 1; epoch < 5; epoch++) {
            FetchResponse response = broker.connect().call(session(session, epoch), 13, FetchResponse.class);
            assertThat(response.errorCode()).isZero();
            assertThat(response.sessionId()).isEqualTo(session);
        }

        FetchRequest forget = session(session, 5)
                .forgottenTopicsData(List.of(
                        new FetchRequest.ForgottenTopic().topicId(topicId).partitions(List.of(0))));
        assertThat(fetched(13, forget).sessionId()).isZero();
        assertThat(fetched(13, session(session, 6)).errorCode()).isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND.code());
    }

    private static FetchRequest session(int id, int epoch) {
        return new FetchRequest()
                .maxWaitMs(100)
                .minBytes(1)
                .maxBytes(Messages.SIZE_MAX)
                .sessionId(id)
                .sessionEpoch(epoch);
    }
}
