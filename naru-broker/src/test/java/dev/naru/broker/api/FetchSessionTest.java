package dev.naru.broker.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.FetchRequest;
import dev.naru.testkit.SimulatedClock;
import dev.naru.testkit.Simulation;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FetchSessionTest {
    private static final Uuid TOPIC = new Uuid(1, 2);

    private final Simulation simulation = new Simulation(1);
    private final SimulatedClock clock = simulation.clock();

    private static FetchTarget target(int partition, long offset) {
        return new FetchTarget(new FetchTarget.Key(TOPIC, "", partition), offset, -1, -1, 100);
    }

    private FetchSessions sessions(int slots) {
        return new FetchSessions(new FetchSessions.Share(1, 3, slots), clock, new SplittableRandom(7));
    }

    private static FetchRequest forgetting(int... partitions) {
        return new FetchRequest()
                .forgottenTopicsData(List.of(new FetchRequest.ForgottenTopic()
                        .topicId(TOPIC)
                        .partitions(Arrays.stream(partitions).boxed().toList())));
    }

    @Test
    void idSaysWhichLoopTheSessionLivesOn() {
        FetchSessions sessions = sessions(100);
        for (int i = 0; i < 100; i++) {
            FetchSession session = sessions.create(true, List.of(target(0, 0)));
            assertThat(session).isNotNull();
            assertThat(session.id()).isPositive();
            assertThat(FetchSessions.loopNumberOf(session.id(), 3)).isEqualTo(1);
            assertThat(sessions.find(session.id())).isSameAs(session);
        }
        assertThat(sessions.count()).isEqualTo(100);
    }

    @Test
    void goesOnWithTheNextEpochOnly() {
        FetchSession session = new FetchSession(4, true, List.of(target(0, 0)), 0);

        assertThat(session.problem(2, true)).isEqualTo(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
        assertThat(session.problem(1, true)).isNull();
        session.onRequest(new FetchRequest(), List.of(), 0);
        assertThat(session.problem(1, true)).isEqualTo(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
        assertThat(session.problem(2, true)).isNull();
    }

    @Test
    void doesNotMixTopicNamesAndIds() {
        FetchSession session = new FetchSession(4, true, List.of(target(0, 0)), 0);

        assertThat(session.problem(1, false)).isEqualTo(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR);
    }

    @Test
    void addsChangesAndForgetsPartitions() {
        FetchSession session = new FetchSession(4, true, List.of(target(0, 0), target(1, 0)), 0);

        session.onRequest(forgetting(1), List.of(target(0, 50), target(2, 7)), 0);

        assertThat(session.targets()).containsExactly(target(0, 50), target(2, 7));
    }

    @Test
    void tellsOfAnErrorEachTime() {
        FetchSession session = new FetchSession(4, true, List.of(target(0, 0)), 0);
        FetchPart unknown = FetchPart.failed(target(0, 0), ErrorCode.UNKNOWN_TOPIC_ID);

        assertThat(session.onTold(unknown)).isTrue();
        assertThat(session.onTold(unknown)).isTrue();
    }

    @Test
    void aFullCacheKeepsWhatIsNeitherOldNorSmaller() {
        FetchSessions sessions = sessions(1);
        FetchSession first = sessions.create(true, List.of(target(0, 0)));
        assertThat(first).isNotNull();

        assertThat(sessions.create(true, List.of(target(0, 0), target(1, 0))))
                .as("the first is smaller, but young")
                .isNull();
        simulation.runFor(121_000);
        FetchSession bigger = sessions.create(true, List.of(target(0, 0), target(1, 0)));
        assertThat(bigger).isNotNull();
        assertThat(sessions.find(first.id())).isNull();
        assertThat(sessions.count()).isEqualTo(1);
    }

    @Test
    void noSlotsMeansNoSessions() {
        assertThat(sessions(0).create(true, List.of(target(0, 0)))).isNull();
    }
}
