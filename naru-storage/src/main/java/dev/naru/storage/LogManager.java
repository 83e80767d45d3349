package dev.naru.storage;

import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.common.file.Disk;
import dev.naru.common.runtime.EventLoop;
import dev.naru.common.runtime.IoPool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The log directories of a broker and the logs in them.
 *
 * <p>Its life: {@link #open} locks the directories and reads who they belong to, {@link #identify} makes them this
 * broker's, {@link #load} loads and recovers the logs, then logs are made and deleted, and {@link #close} ends it cleanly.
 *
 * <p>Threading: {@link #get}, {@link #logs} and {@link #directories} are safe from any thread; {@link #open} and {@link
 * #identify} block and come first; the rest may be called from any thread and answers on the manager's loop unless said.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class LogManager {
    public LogManager(
            LogManagerConfig config,
            Disk disk,
            IoPool ioPool,
            EventLoop loop,
            RandomGenerator random,
            LogManagerListener listener) {
        throw soon();
    }

    private static UnsupportedOperationException soon() {
        return new UnsupportedOperationException("being written");
    }

    /**
     * Locks all directories, creating those that are missing.
     *
     * @return the cluster id found in their {@code meta.properties}, or null if they are new
     * @throws IOException with one clear sentence if another process uses one of them, or one cannot be read
     */
    public @Nullable String open() throws IOException {
        throw soon();
    }

    /** Writes {@code meta.properties} where missing. Fails if the directories belong to another broker or cluster. */
    public void identify(String clusterId, int brokerId) throws IOException {
        throw soon();
    }

    /**
     * Loads every log on disk, in parallel; after an unclean end, recovers each from its recovery point.
     *
     * @param homes where each partition lives; asked on the manager's loop
     * @param done gets the logs that could be loaded, on the manager's loop; the others are logged and stay on disk
     */
    public void load(
            Function<TopicPartition, LogHome> homes, Consumer<Collection<Log>> done, Consumer<Throwable> failed) {
        throw soon();
    }

    /** The log of a partition, or null if there is none here. */
    public @Nullable Log get(TopicPartition partition) {
        throw soon();
    }

    /** All logs. */
    public Collection<Log> logs() {
        throw soon();
    }

    /** The log directories, for DescribeLogDirs. May block for a moment. */
    public List<LogDirectoryInfo> directories() {
        throw soon();
    }

    /** Partitions whose data is damaged below the recovery point: left as they are, and not to be made anew. */
    public List<TopicPartition> offlinePartitions() {
        throw soon();
    }

    /**
     * Makes a log, in the online directory with the fewest, or gives the one that is there.
     *
     * @param done gets it on the loop of {@code home}; {@code failed} likewise
     */
    public void getOrCreate(
            TopicPartition partition, Uuid topicId, LogHome home, Consumer<Log> done, Consumer<Throwable> failed) {
        throw soon();
    }

    /** Deletes a log: renamed at once, its files deleted after {@code file.delete.delay.ms}. Does nothing if there is none. */
    public void delete(TopicPartition partition, Runnable done, Consumer<Throwable> failed) {
        throw soon();
    }

    /** DeleteRecords: moves the log's start, and makes that durable before {@code done} runs on the log's loop. */
    public void deleteRecordsBefore(Log log, long offset, Runnable done, Consumer<Throwable> failed) {
        throw soon();
    }

    /** Runs retention now on all logs, as it does every {@link LogManagerConfig#retentionCheckIntervalMs}. */
    public void runRetention(Runnable done) {
        throw soon();
    }

    /**
     * Ends cleanly: flushes all logs, writes snapshots, checkpoints and the marker, frees the locks. No log may be used any
     * more.
     */
    public void close(Runnable done) {
        throw soon();
    }

    /** Where a partition's files are, for messages. */
    public @Nullable Path folderOf(TopicPartition partition) {
        throw soon();
    }
}
