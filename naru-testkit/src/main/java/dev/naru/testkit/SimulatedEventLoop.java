package dev.naru.testkit;

import dev.naru.common.runtime.Clock;
import dev.naru.common.runtime.EventLoop;

/**
 * An {@link EventLoop} of a {@link Simulation}. Its tasks run in the order they were given, each a little later than it
 * could, and now and then the whole loop stands still for a while, as under a busy machine; so loops interleave
 * differently under every seed.
 *
 * <p>Threading: confined to the simulation's thread.
 */
public final class SimulatedEventLoop implements EventLoop {
    private static final long NANOS_PER_MS = 1_000_000;
    private static final long TASK_NANOS_MAX = 30_000;
    private static final long STALL_NANOS_MAX = 20 * NANOS_PER_MS;
    private static final int ONE_TASK_IN_STALLS = 2_000;

    private final Simulation simulation;
    private final String name;
    private long lastDueNanos;
    private boolean stopped;

    SimulatedEventLoop(Simulation simulation, String name) {
        this.simulation = simulation;
        this.name = name;
    }

    @Override
    public void execute(Runnable task) {
        if (stopped) {
            return;
        }
        long waitNanos = simulation.randomly(ONE_TASK_IN_STALLS)
                ? simulation.randomNanos(0, STALL_NANOS_MAX)
                : simulation.randomNanos(0, TASK_NANOS_MAX);
        lastDueNanos = Math.max(lastDueNanos, simulation.clock().nanos() + waitNanos);
        simulation.at(lastDueNanos, () -> runUnlessStopped(task));
    }

    @Override
    public Cancellable schedule(long delayMs, Runnable task) {
        ScheduledTask scheduled = new ScheduledTask(task);
        simulation.after(delayMs, () -> execute(scheduled));
        return scheduled;
    }

    @Override
    public boolean isCurrent() {
        return simulation.isCurrent(this);
    }

    @Override
    public Clock clock() {
        return simulation.clock();
    }

    /** Drops every task given so far and takes no more: its process is gone. */
    void stop() {
        stopped = true;
    }

    private void runUnlessStopped(Runnable task) {
        if (!stopped) {
            simulation.runOn(this, task);
        }
    }

    /** Not the identity's, which differs from run to run and would show in the order of hash tables. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }

    private static final class ScheduledTask implements Cancellable, Runnable {
        private final Runnable task;
        private boolean cancelled;

        ScheduledTask(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (!cancelled) {
                task.run();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
