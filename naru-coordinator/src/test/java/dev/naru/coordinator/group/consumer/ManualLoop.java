package dev.naru.coordinator.group.consumer;

import dev.naru.common.runtime.Clock;
import dev.naru.common.runtime.EventLoop;
import dev.naru.testkit.SimulatedClock;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A loop whose time a test moves on. Threading: confined to the test. */
final class ManualLoop implements EventLoop {
    private final SimulatedClock clock = new SimulatedClock();
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::dueMs).thenComparingLong(Task::number));
    private long count;

    private record Task(long dueMs, long number, Runnable work, boolean[] cancelled) {}

    @Override
    public void execute(Runnable task) {
        schedule(0, task);
    }

    @Override
    public Cancellable schedule(long delayMs, Runnable work) {
        Task task = new Task(nowMs() + delayMs, count++, work, new boolean[1]);
        tasks.add(task);
        return () -> task.cancelled[0] = true;
    }

    private long nowMs() {
        return clock.nanos() / 1_000_000;
    }

    /** Runs what is due within this time, and lets it pass. */
    void advanceMs(long ms) {
        long endMs = nowMs() + ms;
        for (Task next = tasks.peek(); next != null && next.dueMs <= endMs; next = tasks.peek()) {
            tasks.remove();
            clock.advanceMs(Math.max(0, next.dueMs - nowMs()));
            if (!next.cancelled[0]) {
                next.work.run();
            }
        }
        clock.advanceMs(endMs - nowMs());
    }

    @Override
    public boolean isCurrent() {
        return true;
    }

    @Override
    public Clock clock() {
        return clock;
    }
}
