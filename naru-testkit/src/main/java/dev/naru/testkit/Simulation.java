package dev.naru.testkit;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One thread that runs everything: tasks of loops, work of I/O pools, frames on the network. Each is an event with a due
 * time drawn from the seed; events run in the order of their due times and virtual time jumps from one to the next. So
 * the seed decides which loop runs first, how long a frame travels and how long a disk takes, and the same seed replays
 * the same run.
 *
 * <p>An exception thrown by an event leaves through {@link #step}, so a bug anywhere fails the test that runs it.
 *
 * <p>Threading: confined to the test's thread.
 */
public final class Simulation {
    private static final long NANOS_PER_MS = 1_000_000;

    private final long seed;
    private final SplittableRandom random;
    private final SimulatedClock clock = new SimulatedClock();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::dueNanos).thenComparingLong(Event::sequence));
    private long sequence;
    private long eventsRun;
    private @Nullable SimulatedEventLoop current;

    public Simulation(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** The seed, for the message of a failing test. */
    public long seed() {
        return seed;
    }

    /** The only source of chance; whoever draws from it takes part in the replay. */
    public RandomGenerator random() {
        return random;
    }

    public SimulatedClock clock() {
        return clock;
    }

    /** How many events have run so far; the same in every run of the same seed. */
    public long eventsRun() {
        return eventsRun;
    }

    /** Runs {@code action} after this much virtual time, on no loop: a fault, a step of the test. */
    public void after(long delayMs, Runnable action) {
        at(clock.nanos() + delayMs * NANOS_PER_MS, action);
    }

    /** Runs the next event; false if there is none. */
    public boolean step() {
        Event event = events.poll();
        if (event == null) {
            return false;
        }
        clock.advanceTo(event.dueNanos);
        eventsRun++;
        event.action.run();
        return true;
    }

    /** Runs all events of the next {@code ms} milliseconds of virtual time. */
    public void runFor(long ms) {
        long untilNanos = clock.nanos() + ms * NANOS_PER_MS;
        while (hasEventBefore(untilNanos)) {
            step();
        }
        clock.advanceTo(untilNanos);
    }

    /** Runs events until {@code condition} holds; fails if it does not within {@code limitMs} of virtual time. */
    public void runUntil(BooleanSupplier condition, long limitMs) {
        long limitNanos = clock.nanos() + limitMs * NANOS_PER_MS;
        while (!condition.getAsBoolean()) {
            if (!hasEventBefore(limitNanos)) {
                throw new AssertionError(
                        "not reached within " + limitMs + " ms of virtual time, " + events.size() + " events left");
            }
            step();
        }
    }

    private boolean hasEventBefore(long nanos) {
        Event next = events.peek();
        return next != null && next.dueNanos <= nanos;
    }

    /** Adds an event; two of the same time run in the order they were added. */
    void at(long dueNanos, Runnable action) {
        events.add(new Event(dueNanos, sequence++, action));
    }

    /** Runs {@code task} as the loop's; {@link SimulatedEventLoop#isCurrent} is true meanwhile. */
    void runOn(@Nullable SimulatedEventLoop loop, Runnable task) {
        SimulatedEventLoop before = current;
        current = loop;
        try {
            task.run();
        } finally {
            current = before;
        }
    }

    boolean isCurrent(SimulatedEventLoop loop) {
        return current == loop;
    }

    /** A duration between the two, both included. */
    long randomNanos(long minNanos, long maxNanos) {
        return random.nextLong(minNanos, maxNanos + 1);
    }

    boolean randomly(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private record Event(long dueNanos, long sequence, Runnable action) {}
}
