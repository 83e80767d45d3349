package dev.naru.storage;

import dev.naru.common.runtime.EventLoop;
import dev.naru.common.runtime.IoPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The work one log has on the I/O pool. While there is any its folder must keep its name, so deletion and a clean stop wait
 * for {@link #whenIdle}.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class LogWork {
    private final IoPool ioPool;
    private final EventLoop loop;
    private final List<Runnable> waiters = new ArrayList<>(0);
    private int running;

    LogWork(IoPool ioPool, EventLoop loop) {
        this.ioPool = ioPool;
        this.loop = loop;
    }

    <T> void submit(Callable<T> task, Consumer<T> done, Consumer<Throwable> failed) {
        begin();
        ioPool.submit(
                task,
                loop,
                result -> {
                    end();
                    done.accept(result);
                },
                failure -> {
                    end();
                    failed.accept(failure);
                });
    }

    void begin() {
        running++;
    }

    void end() {
        running--;
        if (running == 0 && !waiters.isEmpty()) {
            // Later, since whoever ends may begin again right away.
            loop.execute(this::wakeIfIdle);
        }
    }

    private void wakeIfIdle() {
        if (running == 0) {
            List<Runnable> woken = new ArrayList<>(waiters);
            waiters.clear();
            woken.forEach(Runnable::run);
        }
    }

    void whenIdle(Runnable action) {
        if (running == 0) {
            action.run();
        } else {
            waiters.add(action);
        }
    }
}
