package dev.naru.storage;

import dev.naru.common.TopicPartition;
import dev.naru.common.file.Disk;
import dev.naru.common.runtime.EventLoop;
import dev.naru.common.runtime.IoPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes the two checkpoint files of one directory, one round at a time. Whoever asks during a round is served by the next,
 * whose values are read after they asked.
 *
 * <p>Threading: confined to the manager's loop; the values are read on the I/O pool from what logs publish.
 */
final class CheckpointWriter {
    private final LogDirectory directory;
    private final LogTable logs;
    private final IoPool ioPool;
    private final EventLoop loop;
    private final OffsetCheckpoint recoveryPoints;
    private final OffsetCheckpoint logStartOffsets;
    private final List<Waiter> waiters = new ArrayList<>();
    private boolean running;

    CheckpointWriter(LogDirectory directory, LogTable logs, Disk disk, IoPool ioPool, EventLoop loop) {
        this.directory = directory;
        this.logs = logs;
        this.ioPool = ioPool;
        this.loop = loop;
        this.recoveryPoints = new OffsetCheckpoint(disk, directory.file(OffsetCheckpoint.RECOVERY_POINTS));
        this.logStartOffsets = new OffsetCheckpoint(disk, directory.file(OffsetCheckpoint.LOG_START_OFFSETS));
    }

    OffsetCheckpoint recoveryPoints() {
        return recoveryPoints;
    }

    OffsetCheckpoint logStartOffsets() {
        return logStartOffsets;
    }

    void write(Runnable done, Consumer<Throwable> failed) {
        waiters.add(new Waiter(done, failed));
        if (!running) {
            start();
        }
    }

    private void start() {
        running = true;
        List<Waiter> served = new ArrayList<>(waiters);
        waiters.clear();
        ioPool.submit(
                this::writeNow, loop, ignored -> onEnd(() -> served.forEach(waiter -> waiter.done.run())), failure -> {
                    Throwable offline = directory.becomeOffline(failure);
                    onEnd(() -> served.forEach(waiter -> waiter.failed.accept(offline)));
                });
    }

    private void onEnd(Runnable reply) {
        running = false;
        if (!waiters.isEmpty()) {
            start();
        }
        reply.run();
    }

    private Object writeNow() throws IOException {
        directory.checkOnline();
        Map<TopicPartition, Long> points = new HashMap<>();
        Map<TopicPartition, Long> starts = new HashMap<>();
        logs.damagedIn(directory).forEach((partition, damaged) -> {
            points.put(partition, damaged.recoveryPoint());
            starts.put(partition, damaged.logStartOffset());
        });
        for (Log log : logs.in(directory)) {
            points.put(log.partition(), log.recoveryPoint());
            if (log.logStartOffset() > 0) {
                starts.put(log.partition(), log.logStartOffset());
            }
        }
        recoveryPoints.write(points);
        logStartOffsets.write(starts);
        return points;
    }

    private record Waiter(Runnable done, Consumer<Throwable> failed) {}
}
