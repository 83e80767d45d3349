package dev.naru.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.runtime.EventLoop;
import dev.naru.common.runtime.EventLoop.Cancellable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulationTest {
    @Seeded(count = 20)
    void runsTheTasksOfALoopInTheirOrder(Gen gen) {
        Simulation simulation = new Simulation(gen.seed());
        EventLoop loop = new SimulatedLoops(simulation, "a", 1).all().get(0);
        List<Integer> ran = new ArrayList<>();

        for (int i = 0; i < 500; i++) {
            int number = i;
            loop.execute(() -> ran.add(number));
        }
        simulation.runFor(1_000);

        assertThat(ran).hasSize(500).isSorted();
    }

    @Test
    void interleavesLoopsDifferentlyUnderEachSeedAndAlikeUnderOne() {
        Set<List<String>> orders = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            List<String> order = orderOfTwoLoops(seed);
            assertThat(orderOfTwoLoops(seed)).isEqualTo(order);
            orders.add(order);
        }

        assertThat(orders.size()).isGreaterThan(15);
    }

    private static List<String> orderOfTwoLoops(long seed) {
        Simulation simulation = new Simulation(seed);
        List<EventLoop> loops = new SimulatedLoops(simulation, "a", 2).all();
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String task = "task " + i;
            loops.forEach(loop -> loop.execute(() -> order.add(loop + " " + task)));
        }
        simulation.runFor(1_000);
        assertThat(order).hasSize(10);
        return order;
    }

    @Test
    void timeMovesToTheNextEventAndTimersKeepTheirDelay() {
        Simulation simulation = new Simulation(1);
        EventLoop loop = new SimulatedLoops(simulation, "a", 1).all().get(0);
        List<Long> ranAtMs = new ArrayList<>();

        loop.schedule(5_000, () -> ranAtMs.add(simulation.clock().nanos() / 1_000_000));
        Cancellable cancelled = loop.schedule(100, () -> ranAtMs.add(-1L));
        cancelled.cancel();
        simulation.runUntil(() -> !ranAtMs.isEmpty(), 10_000);

        assertThat(ranAtMs.get(0)).isBetween(5_000L, 5_030L);
    }

    @Test
    void aLoopIsCurrentOnlyInItsOwnTasks() {
        Simulation simulation = new Simulation(1);
        List<EventLoop> loops = new SimulatedLoops(simulation, "a", 2).all();
        List<Boolean> current = new ArrayList<>();

        loops.get(0)
                .execute(() -> current.addAll(
                        List.of(loops.get(0).isCurrent(), loops.get(1).isCurrent())));
        simulation.runFor(100);

        assertThat(current).containsExactly(true, false);
        assertThat(loops.get(0).isCurrent()).isFalse();
    }

    @Test
    void anExceptionInATaskFailsTheTestThatRunsIt() {
        Simulation simulation = new Simulation(1);
        new SimulatedLoops(simulation, "a", 1).all().get(0).execute(() -> {
            throw new IllegalStateException("a bug");
        });

        assertThatThrownBy(() -> simulation.runFor(100)).hasMessage("a bug");
    }

    @Test
    void theIoPoolAnswersOnTheLoopThatAsked() {
        Simulation simulation = new Simulation(1);
        EventLoop loop = new SimulatedLoops(simulation, "a", 1).all().get(0);
        SimulatedIoPool pool = new SimulatedIoPool(simulation);
        List<Object> answers = new ArrayList<>();

        pool.submit(() -> !loop.isCurrent(), loop, offLoop -> answers.add(offLoop && loop.isCurrent()), answers::add);
        simulation.runUntil(() -> !answers.isEmpty(), 100);
        pool.submit(
                () -> {
                    throw new IllegalStateException("no");
                },
                loop,
                answers::add,
                failure -> answers.add(failure.getMessage()));
        simulation.runUntil(() -> answers.size() == 2, 100);

        assertThat(answers).containsExactly(true, "no");
    }

    @Test
    void aKilledProcessRunsNothingAnyMore() {
        Simulation simulation = new Simulation(1);
        SimulatedNetwork network = new SimulatedNetwork(simulation);
        SimulatedProcess process = new SimulatedProcess(network, "a", 1, new SimulatedDisk(simulation.random()));
        EventLoop loop = process.loops().all().get(0);
        List<String> ran = new ArrayList<>();

        loop.execute(() -> ran.add("given before"));
        loop.schedule(10, () -> ran.add("scheduled before"));
        process.ioPool().submit(() -> ran.add("work"), loop, done -> ran.add("reply"), failure -> {});
        process.kill();
        loop.execute(() -> ran.add("given after"));
        simulation.runFor(1_000);

        assertThat(ran).isEmpty();
    }

    @Test
    void failsWhenTheConditionIsNotReachedInTime() {
        Simulation simulation = new Simulation(1);

        assertThatThrownBy(() -> simulation.runUntil(() -> false, 50))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("50 ms");
    }
}
