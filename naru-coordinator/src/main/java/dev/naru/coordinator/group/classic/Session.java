package dev.naru.coordinator.group.classic;

import dev.naru.common.runtime.EventLoop.Cancellable;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.ShardTimers;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The time a member has until it must be heard of again. A heartbeat only notes the new deadline; the timer finds out when
 * it fires, and waits for the rest.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class Session {
    private static final long NANOS_PER_MS = 1_000_000;

    private final ShardTimers timers;
    private final Supplier<Decision<Runnable>> onExpired;
    private @Nullable Cancellable timer;
    private long firesAtNanos;
    private long deadlineNanos;
    private boolean isEnded;

    Session(ShardTimers timers, Supplier<Decision<Runnable>> onExpired) {
        this.timers = timers;
        this.onExpired = onExpired;
    }

    /** The member is given this long, from now. */
    void extend(long ms) {
        deadlineNanos = timers.clock().nanos() + ms * NANOS_PER_MS;
        if (timer != null && firesAtNanos - deadlineNanos > 0) {
            timer.cancel();
            timer = null;
        }
        if (timer == null && !isEnded) {
            arm(ms);
        }
    }

    /** Nobody waits for the member any more. */
    void end() {
        isEnded = true;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void arm(long delayMs) {
        firesAtNanos = timers.clock().nanos() + delayMs * NANOS_PER_MS;
        timer = timers.schedule(delayMs, this::fire);
    }

    private Decision<Runnable> fire() {
        if (isEnded) {
            return Decision.nothing();
        }
        timer = null;
        long leftNanos = deadlineNanos - timers.clock().nanos();
        if (leftNanos > 0) {
            arm((leftNanos + NANOS_PER_MS - 1) / NANOS_PER_MS);
            return Decision.nothing();
        }
        return onExpired.get();
    }
}
