package dev.naru.testkit;

import dev.naru.common.runtime.EventLoop;
import dev.naru.common.runtime.IoPool;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * An {@link IoPool} of a {@link Simulation}: each piece of work runs after a time drawn from the seed, so pieces overtake
 * each other as they do on several threads.
 *
 * <p>Threading: confined to the simulation's thread.
 */
public final class SimulatedIoPool implements IoPool {
    private static final long WORK_NANOS_MIN = 20_000;
    private static final long WORK_NANOS_MAX = 3_000_000;

    private final Simulation simulation;
    private boolean stopped;

    public SimulatedIoPool(Simulation simulation) {
        this.simulation = simulation;
    }

    @Override
    public <T> void submit(Callable<T> work, EventLoop replyTo, Consumer<T> done, Consumer<Throwable> failed) {
        long delayNanos = simulation.randomNanos(WORK_NANOS_MIN, WORK_NANOS_MAX);
        simulation.at(simulation.clock().nanos() + delayNanos, () -> {
            if (!stopped) {
                simulation.runOn(null, () -> runAndReply(work, replyTo, done, failed));
            }
        });
    }

    private static <T> void runAndReply(
            Callable<T> work, EventLoop replyTo, Consumer<T> done, Consumer<Throwable> failed) {
        T result;
        try {
            result = work.call();
        } catch (Exception e) {
            replyTo.execute(() -> failed.accept(e));
            return;
        }
        replyTo.execute(() -> done.accept(result));
    }

    /** Runs nothing any more: the process is gone. Work that has not started never happens. */
    public void stop() {
        stopped = true;
    }
}
