package dev.naru.benchmarks.load;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all members together have done.
 *
 * <p>Threading: any thread.
 */
final class Beats {
    private final AtomicLong stable = new AtomicLong();
    private final AtomicLong beats = new AtomicLong();
    private final AtomicLong rebalances = new AtomicLong();

    /** A member has its assignment for the first time. */
    void onStable() {
        stable.incrementAndGet();
    }

    /** A heartbeat was answered without an error. */
    void onBeat() {
        beats.incrementAndGet();
    }

    /** A heartbeat said that something has to be done. */
    void onRebalance() {
        rebalances.incrementAndGet();
    }

    long stable() {
        return stable.get();
    }

    long beats() {
        return beats.get();
    }

    long rebalances() {
        return rebalances.get();
    }
}
