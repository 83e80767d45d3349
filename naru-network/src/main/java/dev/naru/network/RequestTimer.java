package dev.naru.network;

import dev.naru.common.runtime.EventLoop;
import dev.naru.common.runtime.EventLoop.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * One timer for all requests of a connection, set to the earliest moment anybody asked for. It is not called off when a
 * response arrives: going off once too often is cheaper than a timer per request.
 *
 * <p>Threading: confined to the connection's loop.
 */
final class RequestTimer {
    private static final long NANOS_PER_MS = 1_000_000;

    private final EventLoop loop;
    private final Runnable onTimer;
    private @Nullable Cancellable scheduled;
    private long scheduledNanos;

    RequestTimer(EventLoop loop, Runnable onTimer) {
        this.loop = loop;
        this.onTimer = onTimer;
    }

    long nowNanos() {
        return loop.clock().nanos();
    }

    long deadlineNanos(long timeoutMs) {
        return nowNanos() + timeoutMs * NANOS_PER_MS;
    }

    /** Goes off after this time, or sooner if it was to anyway. */
    void runAfter(long delayMs) {
        long atNanos = deadlineNanos(delayMs);
        if (scheduled != null && scheduledNanos - atNanos <= 0) {
            return;
        }
        stop();
        scheduledNanos = atNanos;
        scheduled = loop.schedule(delayMs, () -> {
            scheduled = null;
            onTimer.run();
        });
    }

    /** As {@link #runAfter}, rounded up; nothing if it is for ever. */
    void runAfterNanos(long delayNanos) {
        if (delayNanos != Long.MAX_VALUE) {
            runAfter((delayNanos + NANOS_PER_MS - 1) / NANOS_PER_MS);
        }
    }

    void stop() {
        if (scheduled != null) {
            scheduled.cancel();
            scheduled = null;
        }
    }
}
