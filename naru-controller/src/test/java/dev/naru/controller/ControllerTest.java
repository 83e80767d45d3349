package dev.naru.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.Uuid;
import dev.naru.common.config.ConfigView;
import dev.naru.common.runtime.EventLoop;
import dev.naru.metadata.BrokerImage;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.InMemoryMetadataLog;
import dev.naru.metadata.MetadataFollower;
import dev.naru.metadata.TopicConfigs;
import dev.naru.protocol.metadata.NoOpRecord;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import dev.naru.testkit.SimulatedLoops;
import dev.naru.testkit.Simulation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ControllerTest {
    private static final ControllerConfig CONFIG =
            new ControllerConfig(1, 1, true, ConfigView.defaults(TopicConfigs.brokerKeys()));

    private final List<Exception> resignations = new ArrayList<>();
    private Simulation simulation = new Simulation(1);
    private EventLoop loop = newLoop();
    private InMemoryMetadataLog log = new InMemoryMetadataLog(loop, "cluster");
    private MetadataFollower follower = follow();
    private Controller controller = newController();

    @Test
    void answersOnceTheRecordsAreDurableAndTheImageShowsThem() {
        registerBroker();
        List<ControllerOutcome<List<Result<CreateTopics.Created>>>> outcomes = new ArrayList<>();

        controller.submit(create("a"), outcome -> {
            assertThat(follower.image().topic("a")).isNotNull();
            outcomes.add(outcome);
        });
        simulation.runFor(1_000);

        assertThat(outcomes).hasSize(1).first().isInstanceOf(ControllerOutcome.Done.class);
        assertThat(((ControllerOutcome.Done<?>) outcomes.get(0)).endOffset())
                .isEqualTo(follower.image().position().endOffset());
    }

    @Test
    void whatWaitsDuringAnAppendIsDecidedTogetherAndAppendedAsOneBatch() {
        registerBroker();
        int batchesBefore = log.batches().size();
        List<String> answers = new ArrayList<>();

        loop.execute(() -> {
            for (int topic = 0; topic < 100; topic++) {
                controller.submit(create("t" + topic % 50), outcome -> answers.add(resultOf(outcome)));
            }
        });
        simulation.runFor(1_000);

        assertThat(log.batches().size() - batchesBefore).isLessThanOrEqualTo(2);
        assertThat(answers).hasSize(100);
        assertThat(answers.subList(0, 50)).containsOnly("ok");
        assertThat(answers.subList(50, 100)).containsOnly("TOPIC_ALREADY_EXISTS");
        assertThat(follower.image().topics().count()).isEqualTo(50);
    }

    @Test
    void anOperationThatWritesNothingIsAnsweredWithoutAnAppend() {
        registerBroker();
        int batchesBefore = log.batches().size();
        List<String> answers = new ArrayList<>();

        controller.submit(new CreateTopics(create("a").topics(), true), outcome -> answers.add(resultOf(outcome)));
        simulation.runFor(1_000);

        assertThat(answers).containsExactly("ok");
        assertThat(log.batches()).hasSize(batchesBefore);
    }

    @Test
    void resignsWhenAnAppendFailsAndNeverDecidesAgain() {
        registerBroker();
        List<String> answers = new ArrayList<>();
        log.failNextAppend(new IOException("disk gone"));

        controller.submit(create("a"), outcome -> answers.add(resultOf(outcome)));
        controller.submit(create("b"), outcome -> answers.add(resultOf(outcome)));
        simulation.runFor(1_000);
        controller.submit(create("c"), outcome -> answers.add(resultOf(outcome)));
        simulation.runFor(1_000);

        assertThat(answers).containsExactly("not controller", "not controller", "not controller");
        assertThat(resignations).hasSize(1).first().isInstanceOf(IOException.class);
        assertThat(follower.image().topics().count()).isZero();
    }

    @Test
    void resignsWhenSomebodyElseHasWritten() {
        registerBroker();
        List<String> answers = new ArrayList<>();

        loop.execute(() -> controller.submit(create("a"), outcome -> answers.add(resultOf(outcome))));
        loop.execute(() -> log.appendFromElsewhere(9, List.of(new NoOpRecord())));
        simulation.runFor(1_000);
        controller.submit(create("b"), outcome -> answers.add(resultOf(outcome)));
        simulation.runFor(1_000);

        assertThat(answers).contains("not controller").doesNotContain("TOPIC_ALREADY_EXISTS");
        assertThat(resignations).hasSize(1);
    }

    @Test
    void resignsWhenADecisionFails() {
        registerBroker();
        List<String> answers = new ArrayList<>();

        controller.submit(
                (image, context) -> {
                    throw new IllegalStateException("bug");
                },
                outcome -> answers.add(resultOf(outcome)));
        simulation.runFor(1_000);

        assertThat(answers).containsExactly("not controller");
        assertThat(resignations).hasSize(1);
    }

    @Test
    void refusesMoreThanItsQueueHolds() {
        registerBroker();
        List<String> answers = new ArrayList<>();

        for (int count = 0; count < Controller.OPERATIONS_QUEUED_MAX + 100; count++) {
            controller.submit(new CreateTopics(create("a").topics(), false), outcome -> answers.add(resultOf(outcome)));
        }
        // Nothing comes back from the log until all of them are in the queue.
        simulation.runFor(10_000);

        assertThat(answers).hasSize(Controller.OPERATIONS_QUEUED_MAX + 100);
        assertThat(answers).filteredOn("overloaded"::equals).hasSizeBetween(90, 100);
    }

    @Test
    void takesASnapshotWhenOneIsDue() {
        registerBroker();
        log.letSnapshotBeDue();

        controller.submit(create("a"), outcome -> {});
        simulation.runFor(1_000);

        assertThat(log.snapshotCount()).isEqualTo(1);
    }

    @Seeded(count = 30)
    void aRestartedControllerStandsWhereTheLastOneStopped(Gen gen) {
        simulation = new Simulation(gen.seed());
        loop = newLoop();
        log = new InMemoryMetadataLog(loop, "cluster");
        follower = follow();
        controller = newController();
        registerBroker();
        int acknowledged = 0;
        for (int run = 0; run < 5; run++) {
            List<String> answers = new ArrayList<>();
            boolean fails = gen.anyBoolean();
            int count = gen.intIn(1, 20);
            for (int topic = 0; topic < count; topic++) {
                controller.submit(create("r" + run + "-" + topic), outcome -> answers.add(resultOf(outcome)));
                if (fails && topic == count / 2) {
                    loop.execute(() -> log.failNextAppend(new IOException("disk gone")));
                }
                simulation.runFor(gen.intIn(0, 3));
            }
            simulation.runFor(1_000);
            acknowledged += (int) answers.stream().filter("ok"::equals).count();
            ClusterImage last = follower.image();
            int epoch = controller.epoch();

            loop = newLoop();
            log = log.reopened(loop);
            follower = follow();
            controller = newController();

            assertThat(answers).hasSize(count);
            assertThat(follower.image()).isEqualTo(last);
            assertThat(controller.epoch()).isGreaterThanOrEqualTo(epoch);
            assertThat(follower.image().topics().count()).isEqualTo(acknowledged);
        }
    }

    private EventLoop newLoop() {
        return new SimulatedLoops(simulation, "metadata", 1).all().get(0);
    }

    private MetadataFollower follow() {
        MetadataFollower newFollower = new MetadataFollower(loop, new MetadataFollower.Watcher() {
            @Override
            public void onCaughtUp() {}

            @Override
            public void onFailed(Exception cause) {
                throw new AssertionError(cause);
            }
        });
        log.follow(newFollower);
        simulation.runFor(1_000);
        return newFollower;
    }

    private Controller newController() {
        return new Controller(loop, log, follower, CONFIG, simulation.random(), resignations::add);
    }

    private void registerBroker() {
        controller.submit(
                new RegisterBroker(
                        1,
                        new Uuid(1, 1),
                        new BrokerImage.Contact(List.of(), null),
                        new BrokerImage.Capabilities(List.of(), new TreeMap<>())),
                outcome -> {});
        simulation.runFor(1_000);
    }

    private static CreateTopics create(String name) {
        return new CreateTopics(
                List.of(new NewTopic(name, NewTopic.DEFAULT, NewTopic.DEFAULT, new TreeMap<>(), Map.of())), false);
    }

    private static <A> String resultOf(ControllerOutcome<A> outcome) {
        if (outcome instanceof ControllerOutcome.NotController) {
            return "not controller";
        }
        if (outcome instanceof ControllerOutcome.Overloaded) {
            return "overloaded";
        }
        List<?> results = (List<?>) ((ControllerOutcome.Done<A>) outcome).answer();
        return results.get(0) instanceof Result.Refused<?> refused
                ? refused.error().toString()
                : "ok";
    }
}
