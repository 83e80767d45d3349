package dev.naru.storage;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.function.BiConsumer;

/**
 * Runs one asynchronous action for each of many things, some at a time, so that neither queues nor open files grow with
 * their number.
 *
 * <p>Threading: confined to one loop, on which the actions end too.
 */
final class FewAtATime<T> {
    private static final int RUNNING_MAX = 64;

    private final Queue<T> left;
    private final BiConsumer<T, Runnable> action;
    private final Runnable done;
    private int running;
    private boolean starting;

    private FewAtATime(Collection<T> things, BiConsumer<T, Runnable> action, Runnable done) {
        this.left = new ArrayDeque<>(things);
        this.action = action;
        this.done = done;
    }

    /** Each action runs what it is given when it ends, once; {@code done} runs after the last one. */
    static <T> void run(Collection<T> things, BiConsumer<T, Runnable> action, Runnable done) {
        new FewAtATime<>(things, action, done).startSome();
    }

    private void startSome() {
        if (starting) {
            return;
        }
        // An action may end before it returns; then this loop goes on, not a deeper one.
        starting = true;
        while (running < RUNNING_MAX && !left.isEmpty()) {
            running++;
            action.accept(left.remove(), this::onEnd);
        }
        starting = false;
        if (running == 0) {
            done.run();
        }
    }

    private void onEnd() {
        running--;
        startSome();
    }
}
