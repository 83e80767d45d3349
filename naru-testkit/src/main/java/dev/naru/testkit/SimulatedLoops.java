package dev.naru.testkit;

import dev.naru.common.runtime.EventLoop;
import dev.naru.common.runtime.EventLoops;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The loops of one simulated process.
 *
 * <p>Threading: confined to the simulation's thread.
 */
public final class SimulatedLoops implements EventLoops {
    private final List<SimulatedEventLoop> loops;

    public SimulatedLoops(Simulation simulation, String name, int count) {
        loops = IntStream.range(0, count)
                .mapToObj(index -> new SimulatedEventLoop(simulation, name + "-loop-" + index))
                .toList();
    }

    @Override
    public List<EventLoop> all() {
        return List.copyOf(loops);
    }

    /** Drops all their tasks, done or scheduled, for good: the process is gone. */
    public void stop() {
        loops.forEach(SimulatedEventLoop::stop);
    }
}
