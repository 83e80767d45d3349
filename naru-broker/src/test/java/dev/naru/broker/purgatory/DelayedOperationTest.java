package dev.naru.broker.purgatory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.runtime.EventLoop;
import dev.naru.testkit.SimulatedLoops;
import dev.naru.testkit.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DelayedOperationTest {
    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop =
            new SimulatedLoops(simulation, "test", 1).all().get(0);

    @Test
    void expiresOnceIfNobodyEndsIt() {
        List<String> seen = new ArrayList<>();
        loop.execute(() -> DelayedOperation.start(loop, 100, () -> seen.add("expired")));

        simulation.runFor(99);
        assertThat(seen).isEmpty();
        simulation.runFor(1000);
        assertThat(seen).containsExactly("expired");
    }

    @Test
    void isEndedByTheFirstCallerOnly() {
        List<Object> seen = new ArrayList<>();
        loop.execute(() -> {
            DelayedOperation operation = DelayedOperation.start(loop, 100, () -> seen.add("expired"));
            seen.add(operation.end());
            seen.add(operation.end());
            seen.add(operation.isOver());
        });

        simulation.runFor(1000);
        assertThat(seen).containsExactly(true, false, true);
    }

    @Test
    void cannotBeEndedAfterItExpired() {
        List<Object> seen = new ArrayList<>();
        loop.execute(() -> {
            DelayedOperation operation = DelayedOperation.start(loop, 100, () -> seen.add("expired"));
            loop.schedule(200, () -> seen.add(operation.end()));
        });

        simulation.runFor(1000);
        assertThat(seen).containsExactly("expired", false);
    }

    @Test
    void fiftyThousandWaitAndEachEndsOnce() {
        int count = 50_000;
        int[] ends = new int[count];
        loop.execute(() -> {
            for (int i = 0; i < count; i++) {
                int number = i;
                DelayedOperation operation = DelayedOperation.start(loop, 500 + i % 100, () -> ends[number]++);
                if (i % 2 == 0) {
                    loop.schedule(i % 1000, () -> ends[number] += operation.end() ? 1 : 0);
                }
            }
        });

        simulation.runFor(2000);
        assertThat(ends).containsOnly(1);
    }
}
