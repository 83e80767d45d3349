package dev.naru.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Has something done before the process ends because it was told to stop (Ctrl-C, SIGTERM); closed, it is done no more.
 *
 * <p>Threading: the action runs on a thread of its own while the command goes on.
 */
final class StopHook implements AutoCloseable {
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;

    StopHook(String name, Runnable action) {
        thread = new Thread(
                () -> {
                    stopping.countDown();
                    action.run();
                },
                name);
        Runtime.getRuntime().addShutdownHook(thread);
    }

    /** Whether the process is told to stop, now or in so many milliseconds. */
    boolean isStopping(int waitMs) throws InterruptedException {
        return stopping.await(waitMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException running) {
            // Too late, and no matter.
        }
    }
}
