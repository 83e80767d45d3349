package dev.naru.client.cluster;

import dev.naru.common.runtime.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One timer, set to the earliest moment anybody asked for; going off forgets it.
 *
 * <p>Threading: confined to its loop.
 */
public final class Alarm {
    private final EventLoop loop;
    private final Runnable action;
    private EventLoop.@Nullable Cancellable timer;
    private long dueNs;

    public Alarm(EventLoop loop, Runnable action) {
        this.loop = loop;
        this.action = action;
    }

    /** Goes off after this time, or sooner if it was to anyway. */
    public void within(long delayMs) {
        long newDueNs = loop.clock().nanos() + TimeUnit.MILLISECONDS.toNanos(delayMs);
        if (timer != null && dueNs - newDueNs <= 0) {
            return;
        }
        cancel();
        dueNs = newDueNs;
        timer = loop.schedule(delayMs, () -> {
            timer = null;
            action.run();
        });
    }

    public void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
