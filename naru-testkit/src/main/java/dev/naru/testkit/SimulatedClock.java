package dev.naru.testkit;

import dev.naru.common.runtime.Clock;

/**
 * Virtual time: it stands still while code runs and moves only from one event of a {@link Simulation} to the next. Used
 * alone it is a clock that a test moves by hand.
 *
 * <p>Threading: safe from any thread.
 */
public final class SimulatedClock implements Clock {
    private static final long NANOS_PER_MS = 1_000_000;
    private static final long WALL_START_MS = 1_700_000_000_000L;

    private volatile long nanos;
    private volatile long wallOffsetMs = WALL_START_MS;

    @Override
    public long wallMs() {
        return wallOffsetMs + nanos / NANOS_PER_MS;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    /** Moves time on; the simulation does this itself, a test without one does it by hand. */
    public synchronized void advanceMs(long ms) {
        nanos += ms * NANOS_PER_MS;
    }

    /** Makes the wall clock jump, forwards or back, as a badly kept machine's does; {@link #nanos} is not touched. */
    public synchronized void jumpWallMs(long ms) {
        wallOffsetMs += ms;
    }

    synchronized void advanceTo(long toNanos) {
        nanos = Math.max(nanos, toNanos);
    }
}
