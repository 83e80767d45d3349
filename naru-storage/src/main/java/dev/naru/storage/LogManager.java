package dev.naru.storage;

import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.common.file.Disk;
import dev.naru.common.runtime.EventLoop;
import dev.naru.common.runtime.IoPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log directories of a broker and the logs in them.
 *
 * <p>Its life: {@link #open} locks the directories and reads who they belong to, {@link #identify} makes them this
 * broker's, {@link #load} loads and recovers the logs, then logs are made and deleted, and {@link #close} ends it cleanly.
 *
 * <p>Threading: {@link #get}, {@link #logs}, {@link #directories} and {@link #offlinePartitions} are safe from any thread;
 * {@link #open} and {@link #identify} block and come first; the rest may be called from any thread and answers on the
 * manager's loop unless said.
 */
public final class LogManager {
    private static final Logger LOG = LoggerFactory.getLogger(LogManager.class);

    private final LogManagerConfig config;
    private final LogContext context;
    private final EventLoop loop;
    private final RandomGenerator random;
    private final LogDirectories directories;
    private final Map<LogDirectory, CheckpointWriter> checkpoints = new LinkedHashMap<>();
    private final LogTable logs = new LogTable();
    private final LogFolders folders;
    private boolean closed;

    public LogManager(
            LogManagerConfig config,
            Disk disk,
            IoPool ioPool,
            EventLoop loop,
            RandomGenerator random,
            LogManagerListener listener) {
        this.config = config;
        this.context = new LogContext(
                disk, new FileCache(disk, config.openFilesMax()), ioPool, config.producerIdExpirationMs());
        this.loop = loop;
        this.random = random;
        List<LogDirectory> all = new ArrayList<>();
        config.directories()
                .forEach(path -> all.add(new LogDirectory(
                        path, disk, (directory, cause) -> loop.execute(() -> onOffline(listener, directory, cause)))));
        this.directories = new LogDirectories(disk, all);
        all.forEach(each -> checkpoints.put(each, new CheckpointWriter(each, logs, disk, ioPool, loop)));
        this.folders = new LogFolders(all, logs, context, loop, random, this::writeCheckpoint);
    }

    private static void onOffline(LogManagerListener listener, LogDirectory directory, Throwable cause) {
        LOG.error("log directory offline: directory={} cause={}", directory, cause.toString());
        listener.onDirectoryOffline(directory.path(), cause);
    }

    /**
     * Locks all directories, creating those that are missing.
     *
     * @return the cluster id found in their {@code meta.properties}, or null if they are new
     * @throws IOException with one clear sentence if another process uses one of them, or one cannot be read
     */
    public @Nullable String open() throws IOException {
        return directories.open();
    }

    /** Writes {@code meta.properties} where missing. Fails if the directories belong to another broker or cluster. */
    public void identify(String clusterId, int brokerId) throws IOException {
        directories.identify(clusterId, brokerId, random);
    }

    /**
     * Loads every log on disk, in parallel; after an unclean end, recovers each from its recovery point.
     *
     * @param homes where each partition lives; asked on the manager's loop
     * @param done gets the logs that could be loaded, on the manager's loop; the others are logged and stay on disk
     */
    public void load(
            Function<TopicPartition, LogHome> homes, Consumer<Collection<Log>> done, Consumer<Throwable> failed) {
        loop.run(() -> {
            List<Throwable> failures = new ArrayList<>();
            FewAtATime.run(
                    directories.all(),
                    (directory, end) -> {
                        CheckpointWriter checkpoint = writerOf(directory);
                        new LogLoading(directory, checkpoint, logs, context, loop, this::writeCheckpoint)
                                .run(homes, folders::deleteFolder, end, failures::add);
                    },
                    () -> {
                        if (failures.isEmpty()) {
                            onLoaded(done);
                        } else {
                            failed.accept(failures.get(0));
                        }
                    });
        });
    }

    private void onLoaded(Consumer<Collection<Log>> done) {
        // Lines of partitions that are gone must not be there when one of them is made anew.
        writeCheckpoints(() -> {
            schedule(config.flushOffsetCheckpointIntervalMs(), this::writeCheckpoints);
            schedule(config.retentionCheckIntervalMs(), this::runRetention);
            done.accept(logs.all());
        });
    }

    /** Runs {@code task} for the first time after the initial delay, then again and again, so long after it has ended. */
    private void schedule(long intervalMs, Consumer<Runnable> task) {
        scheduleNext(config.initialTaskDelayMs(), intervalMs, task);
    }

    private void scheduleNext(long delayMs, long intervalMs, Consumer<Runnable> task) {
        loop.schedule(delayMs, () -> {
            if (!closed) {
                task.accept(() -> scheduleNext(intervalMs, intervalMs, task));
            }
        });
    }

    /** True if logs were loaded whose last process did not stop cleanly, so that ends of them may be lost. */
    public boolean endedUncleanly() {
        return directories.all().stream().anyMatch(LogDirectory::endedUncleanly);
    }

    /** The log of a partition, or null if there is none here. */
    public @Nullable Log get(TopicPartition partition) {
        return logs.get(partition);
    }

    /** All logs. */
    public Collection<Log> logs() {
        return logs.all();
    }

    /** The log directories, for DescribeLogDirs. May block for a moment. */
    public List<LogDirectoryInfo> directories() {
        return directories.all().stream().map(LogDirectory::info).toList();
    }

    /** Partitions whose data is damaged below the recovery point: left as they are, and not to be made anew. */
    public List<TopicPartition> offlinePartitions() {
        return logs.allDamaged();
    }

    /**
     * Makes a log, in the online directory with the fewest, or gives the one that is there.
     *
     * @param done gets it on the loop of {@code home}; {@code failed} likewise
     */
    public void getOrCreate(
            TopicPartition partition, Uuid topicId, LogHome home, Consumer<Log> done, Consumer<Throwable> failed) {
        loop.run(() -> folders.getOrCreate(
                partition,
                topicId,
                home,
                log -> home.loop().run(() -> done.accept(log)),
                failure -> home.loop().run(() -> failed.accept(failure))));
    }

    /** Deletes a log: renamed at once, its files deleted after {@code file.delete.delay.ms}. Does nothing if there is none. */
    public void delete(TopicPartition partition, Runnable done, Consumer<Throwable> failed) {
        loop.run(() -> folders.delete(partition, done, failed));
    }

    /** DeleteRecords: moves the log's start, and makes that durable before {@code done} runs on the log's loop. */
    public void deleteRecordsBefore(Log log, long offset, Runnable done, Consumer<Throwable> failed) {
        log.loop().run(() -> {
            try {
                log.advanceLogStartOffset(offset);
                writeCheckpoint(log.directoryState(), log.loop(), done, failed);
            } catch (IOException e) {
                failed.accept(e);
            }
        });
    }

    /** Runs retention now on all logs, as it does every {@link LogManagerConfig#retentionCheckIntervalMs}. */
    public void runRetention(Runnable done) {
        loop.run(() -> FewAtATime.run(
                logs.all(),
                (log, end) -> log.loop().execute(() -> {
                    log.runRetention();
                    loop.execute(end);
                }),
                done));
    }

    /** Writes recovery points and log start offsets of all directories now. */
    public void writeCheckpoints(Runnable done) {
        loop.run(() -> FewAtATime.run(
                directories.all(), (directory, end) -> writerOf(directory).write(end, failure -> end.run()), done));
    }

    private void writeCheckpoint(LogDirectory directory, EventLoop replyTo, Runnable done, Consumer<Throwable> failed) {
        loop.run(() -> writerOf(directory)
                .write(() -> replyTo.execute(done), failure -> replyTo.execute(() -> failed.accept(failure))));
    }

    private CheckpointWriter writerOf(LogDirectory directory) {
        CheckpointWriter writer = checkpoints.get(directory);
        if (writer == null) {
            throw new IllegalArgumentException("no directory of this manager: " + directory);
        }
        return writer;
    }

    /**
     * Ends cleanly: flushes all logs, writes snapshots, checkpoints and the marker. No log may be used any more; the
     * directories stay locked until {@link #freeLocks}.
     */
    public void close(Runnable done) {
        loop.run(() -> {
            closed = true;
            List<LogDirectory> unclean = new ArrayList<>();
            FewAtATime.run(
                    logs.all(),
                    (log, end) -> log.loop()
                            .execute(() -> log.close(() -> loop.execute(end), failure -> {
                                LOG.error(
                                        "log not stopped cleanly: partition={} cause={}",
                                        log.partition(),
                                        failure.toString());
                                loop.execute(() -> {
                                    unclean.add(log.directoryState());
                                    end.run();
                                });
                            })),
                    () -> FewAtATime.run(
                            directories.all(),
                            (directory, end) -> closeDirectory(directory, !unclean.contains(directory), end),
                            done));
        });
    }

    /** Frees the locks and nothing else, as the end of the process does: another process may use the directories now. */
    public void freeLocks() {
        directories.close();
    }

    private void closeDirectory(LogDirectory directory, boolean isClean, Runnable end) {
        if (!isClean || !directory.isOnline()) {
            end.run();
            return;
        }
        writerOf(directory)
                .write(
                        () -> {
                            if (logs.damagedIn(directory).isEmpty()) {
                                mark(directory, end);
                            } else {
                                // Damaged logs are to be looked at again by the next start.
                                end.run();
                            }
                        },
                        failure -> end.run());
    }

    private void mark(LogDirectory directory, Runnable end) {
        context.ioPool()
                .submit(
                        () -> {
                            CleanStopMarker.write(context.disk(), directory.path());
                            return directory;
                        },
                        loop,
                        ignored -> end.run(),
                        failure -> {
                            LOG.error(
                                    "not marked as stopped cleanly: directory={} cause={}",
                                    directory,
                                    failure.toString());
                            end.run();
                        });
    }
}
