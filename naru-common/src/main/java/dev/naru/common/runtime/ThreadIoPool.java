package dev.naru.common.runtime;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An {@link IoPool} of daemon threads with a bounded queue; work beyond the bound fails at once. */
public final class ThreadIoPool implements IoPool, AutoCloseable {
    private static final int QUEUED_TASKS_MAX = 100_000;
    private static final long IDLE_THREAD_SECONDS = 30;
    private static final long CLOSE_SECONDS_MAX = 30;

    private final ThreadPoolExecutor threads;

    /** Starts no thread yet; threads come with work and go when idle. */
    public ThreadIoPool(String name, int threadCount) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                threadCount,
                threadCount,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUED_TASKS_MAX),
                task -> {
                    Thread thread = new Thread(task, name + "-" + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public <T> void submit(Callable<T> work, EventLoop replyTo, Consumer<T> done, Consumer<Throwable> failed) {
        try {
            threads.execute(() -> runAndReply(work, replyTo, done, failed));
        } catch (RejectedExecutionException e) {
            replyTo.execute(() -> failed.accept(e));
        }
    }

    private static <T> void runAndReply(
            Callable<T> work, EventLoop replyTo, Consumer<T> done, Consumer<Throwable> failed) {
        T result;
        try {
            result = work.call();
        } catch (Throwable e) {
            replyTo.execute(() -> failed.accept(e));
            return;
        }
        replyTo.execute(() -> done.accept(result));
    }

    /** Takes no more work and waits for what is running and queued, for a bounded time. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
