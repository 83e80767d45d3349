package dev.naru.common.runtime;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Threads for what may block: fsync, recovery, deletion, cold reads. Work reports back by message to the loop that asked.
 *
 * <p>Threading: safe from any thread.
 */
public interface IoPool {
    /**
     * Runs {@code work} on a pool thread, then exactly one of {@code done} and {@code failed} on {@code replyTo}.
     * Work handed in after shutdown fails with {@link java.util.concurrent.RejectedExecutionException}.
     */
    <T> void submit(Callable<T> work, EventLoop replyTo, Consumer<T> done, Consumer<Throwable> failed);
}
