package dev.naru.storage;

import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.common.file.Disk;
import dev.naru.common.runtime.EventLoop;
import dev.naru.storage.LogTable.DamagedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and deletes the folders of partitions. What is asked for one partition is done one after the other.
 *
 * <p>Nothing is forced when a folder is made: the first flush of its log does that. A deleted folder is renamed, durably,
 * and its line is taken out of the checkpoints before the partition can be made anew, so that a new log never meets the
 * recovery point of an old one.
 *
 * <p>Threading: confined to the manager's loop.
 */
final class LogFolders {
    private static final Logger LOG = LoggerFactory.getLogger(LogFolders.class);

    private final List<LogDirectory> directories;
    private final LogTable logs;
    private final LogContext context;
    private final EventLoop loop;
    private final RandomGenerator random;
    private final Checkpoints checkpoints;
    private final Map<TopicPartition, Queue<Runnable>> busy = new HashMap<>();
    private final Map<LogDirectory, Integer> logCounts = new HashMap<>();

    LogFolders(
            List<LogDirectory> directories,
            LogTable logs,
            LogContext context,
            EventLoop loop,
            RandomGenerator random,
            Checkpoints checkpoints) {
        this.directories = directories;
        this.logs = logs;
        this.context = context;
        this.loop = loop;
        this.random = random;
        this.checkpoints = checkpoints;
    }

    void getOrCreate(
            TopicPartition partition, Uuid topicId, LogHome home, Consumer<Log> done, Consumer<Throwable> failed) {
        inTurn(partition, () -> {
            Log existing = logs.get(partition);
            DamagedLog damaged = logs.getDamaged(partition);
            if (existing != null) {
                done.accept(existing);
                endTurn(partition);
            } else if (damaged != null) {
                failed.accept(new LogOfflineException("the log of " + partition + " is damaged: " + damaged.reason()));
                endTurn(partition);
            } else {
                create(partition, topicId, home, done, failed);
            }
        });
    }

    private void create(
            TopicPartition partition, Uuid topicId, LogHome home, Consumer<Log> done, Consumer<Throwable> failed) {
        LogDirectory directory = directoryForNew();
        if (directory == null) {
            failed.accept(new LogOfflineException("all log directories are offline"));
            endTurn(partition);
            return;
        }
        LogFolder folder = new LogFolder(directory.file(partition.toString()));
        logCounts.merge(directory, 1, Integer::sum);
        context.ioPool()
                .submit(
                        () -> {
                            requireNew(folder);
                            context.disk().createDirectories(folder.path());
                            PartitionMetadataFile.write(context.disk(), folder, topicId, false);
                            return new LogLoader(
                                            context,
                                            folder,
                                            home.config(),
                                            loop.clock().wallMs())
                                    .create(0);
                        },
                        loop,
                        contents -> {
                            LogPlace place = new LogPlace(partition, topicId, folder, directory);
                            Log log = new Log(place, context, home, contents, checkpoints);
                            logs.add(log);
                            done.accept(log);
                            endTurn(partition);
                        },
                        failure -> {
                            boolean isDisk = failure instanceof IOException;
                            failed.accept(isDisk ? directory.becomeOffline(failure) : failure);
                            endTurn(partition);
                        });
    }

    /** A log that could not be loaded must not be made anew over its data. */
    private void requireNew(LogFolder folder) throws IOException, DamagedLogException {
        Disk disk = context.disk();
        if (disk.isDirectory(folder.path())
                && !FolderListing.read(disk, folder).logs().isEmpty()) {
            throw new DamagedLogException("folder=" + folder + " reason=there is a log in it that was not loaded");
        }
    }

    /** The one with the fewest logs; the counts are taken once and then kept. */
    private @Nullable LogDirectory directoryForNew() {
        LogDirectory best = null;
        int bestCount = Integer.MAX_VALUE;
        for (LogDirectory directory : directories) {
            int count =
                    logCounts.computeIfAbsent(directory, each -> logs.in(each).size());
            if (directory.isOnline() && count < bestCount) {
                best = directory;
                bestCount = count;
            }
        }
        return best;
    }

    void delete(TopicPartition partition, Runnable done, Consumer<Throwable> failed) {
        inTurn(partition, () -> {
            Log log = logs.get(partition);
            DamagedLog damaged = logs.getDamaged(partition);
            Runnable end = () -> {
                done.run();
                endTurn(partition);
            };
            if (log != null) {
                log.loop().execute(() -> {
                    long delayMs = log.config().retention().fileDeleteDelayMs();
                    log.abandon(() -> loop.execute(
                            () -> rename(partition, log.directoryState(), log.folder(), delayMs, end, failed)));
                });
            } else if (damaged != null) {
                rename(partition, damaged.directory(), damaged.folder(), 0, end, failed);
            } else {
                end.run();
            }
        });
    }

    private void rename(
            TopicPartition partition,
            LogDirectory directory,
            LogFolder folder,
            long delayMs,
            Runnable done,
            Consumer<Throwable> failed) {
        Path newPath = directory.file(LogFolder.nameForDelete(partition, random));
        Consumer<Throwable> fail = failure -> {
            failed.accept(directory.becomeOffline(failure));
            endTurn(partition);
        };
        context.ioPool()
                .submit(
                        () -> {
                            context.disk().rename(folder.path(), newPath);
                            context.disk().forceDirectory(directory.path());
                            return newPath;
                        },
                        loop,
                        renamed -> {
                            folder.onRenamed(renamed);
                            logs.remove(partition);
                            logCounts.computeIfPresent(directory, (each, count) -> count - 1);
                            loop.schedule(delayMs, () -> deleteFolder(renamed));
                            checkpoints.write(directory, loop, done, fail);
                        },
                        fail);
    }

    /** Deletes a folder and what is in it. */
    void deleteFolder(Path path) {
        context.ioPool()
                .submit(
                        () -> {
                            deleteTree(context.disk(), path);
                            return path;
                        },
                        loop,
                        deleted -> LOG.info("folder deleted: path={}", deleted),
                        failure -> LOG.warn("folder could not be deleted: path={} cause={}", path, failure.toString()));
    }

    private static void deleteTree(Disk disk, Path path) throws IOException {
        if (disk.isDirectory(path)) {
            for (Path entry : disk.list(path)) {
                deleteTree(disk, entry);
            }
        }
        disk.deleteIfExists(path);
    }

    private void inTurn(TopicPartition partition, Runnable task) {
        Queue<Runnable> waiting = busy.get(partition);
        if (waiting != null) {
            waiting.add(task);
        } else {
            busy.put(partition, new ArrayDeque<>(0));
            task.run();
        }
    }

    private void endTurn(TopicPartition partition) {
        Queue<Runnable> waiting = busy.get(partition);
        Runnable next = waiting == null ? null : waiting.poll();
        if (next == null) {
            busy.remove(partition);
        } else {
            next.run();
        }
    }
}
