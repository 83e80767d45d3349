package dev.naru.broker.api;

import dev.naru.common.runtime.EventLoop;
import dev.naru.common.runtime.IoPool;
import dev.naru.record.FileSlice;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Brings records that may be on the disk only into the page cache, on the I/O pool, before they are sent: {@code sendfile} of
 * what the cache lacks waits for the disk, and everybody else on the loop with it. A few responses at a time, so that readers
 * of old data leave the pool to fsyncs too; the others wait in line, as many as there are fetches under way.
 *
 * <p>Threading: confined to one loop.
 */
final class ColdReads {
    static final int RUNNING_MAX = 2;

    private final IoPool ioPool;
    private final EventLoop loop;
    private final Queue<Load> waiting = new ArrayDeque<>();
    private int running;

    private record Load(List<FileSlice> slices, Runnable done) {}

    ColdReads(IoPool ioPool, EventLoop loop) {
        this.ioPool = ioPool;
        this.loop = loop;
    }

    /** Runs {@code done} on the loop when the slices are loaded; also when they could not be, which their sender will notice. */
    void load(List<FileSlice> slices, Runnable done) {
        loop.checkCurrent();
        waiting.add(new Load(slices, done));
        startNext();
    }

    private void startNext() {
        if (running >= RUNNING_MAX || waiting.isEmpty()) {
            return;
        }
        running++;
        Load load = waiting.remove();
        ioPool.submit(
                () -> {
                    for (FileSlice slice : load.slices) {
                        slice.load();
                    }
                    return load;
                },
                loop,
                this::onEnd,
                failure -> onEnd(load));
    }

    private void onEnd(Load load) {
        running--;
        startNext();
        load.done.run();
    }
}
