package dev.naru.common.runtime;

import dev.naru.common.Invariant;
import java.util.concurrent.Executor;

/**
 * One thread that owns state. Everything confined to a loop is read and changed by tasks of that loop only, one after
 * the other, in the order they were given; so it needs no locks. Tasks never block.
 *
 * <p>The real loop is a Netty loop (network module); the simulated one runs under a seed (test kit).
 *
 * <p>Threading: all methods are safe from any thread.
 */
public interface EventLoop extends Executor {
    /** Runs {@code task} on this loop, later, even when called from the loop itself. */
    @Override
    void execute(Runnable task);

    /** Runs {@code task} on this loop once {@code delayMs} milliseconds (zero or more) have passed. */
    Cancellable schedule(long delayMs, Runnable task);

    /** True when the caller runs on this loop. */
    boolean isCurrent();

    /** The clock this loop schedules by. */
    Clock clock();

    /** Runs {@code task} now if the caller is on this loop, otherwise hands it over. */
    default void run(Runnable task) {
        if (isCurrent()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /** Fails unless the caller is on this loop; confined classes call it on entry. */
    default void checkCurrent() {
        Invariant.check(isCurrent(), "called off its event loop");
    }

    /** A scheduled task that can be called off. */
    interface Cancellable {
        /** Calls the task off if it has not started. Calling it again, or too late, does nothing. */
        void cancel();
    }
}
