package dev.naru.broker.purgatory;

import dev.naru.common.runtime.EventLoop;

/**
 * Something a request waits for, with a deadline. It ends exactly once: whoever calls {@link #end} first, an event or the
 * timer, goes on to answer; everybody after that is told that it is too late and does nothing.
 *
 * <p>The timer belongs to the loop, so ten thousand waiting requests are ten thousand entries of the loop's queue of
 * timers and no thread; ending an operation takes its entry out.
 *
 * <p>Threading: confined to the loop it was started on, the home of its request.
 */
public final class DelayedOperation {
    private final EventLoop home;
    private final EventLoop.Cancellable timer;
    private boolean ended;

    private DelayedOperation(EventLoop home, long timeoutMs, Runnable onExpired) {
        this.home = home;
        this.timer = home.schedule(Math.max(0, timeoutMs), () -> expire(onExpired));
    }

    /** Starts to wait on the current loop; if nobody ends it within {@code timeoutMs}, {@code onExpired} runs. */
    public static DelayedOperation start(EventLoop home, long timeoutMs, Runnable onExpired) {
        home.checkCurrent();
        return new DelayedOperation(home, timeoutMs, onExpired);
    }

    /** Ends the wait. True for the first caller only, who now has to answer. */
    public boolean end() {
        home.checkCurrent();
        if (ended) {
            return false;
        }
        ended = true;
        timer.cancel();
        return true;
    }

    /** True once somebody ended it, or it expired. */
    public boolean isOver() {
        return ended;
    }

    private void expire(Runnable onExpired) {
        if (!ended) {
            ended = true;
            onExpired.run();
        }
    }
}
