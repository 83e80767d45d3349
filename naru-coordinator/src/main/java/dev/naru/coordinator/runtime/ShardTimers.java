package dev.naru.coordinator.runtime;

import dev.naru.common.runtime.Clock;
import dev.naru.common.runtime.EventLoop.Cancellable;
import java.util.function.Supplier;

/**
 * Time, for a shard's state machine, and what it can write when a time has come.
 *
 * <p>Threading: confined to the shard's loop; the clock is safe from any thread.
 */
public interface ShardTimers {
    /** The most bytes one decision may write; one of more is refused. */
    int batchSizeBytesMax();

    /** The clock. */
    Clock clock();

    /**
     * Decides something once {@code delayMs} milliseconds have passed, if the same state is still in service then. If the
     * records cannot be appended at that moment the action is tried again a little later, so it must look afresh each time.
     */
    Cancellable schedule(long delayMs, Supplier<Decision<Runnable>> action);
}
