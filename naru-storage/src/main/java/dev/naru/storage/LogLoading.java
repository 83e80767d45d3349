package dev.naru.storage;

import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.common.file.Disk;
import dev.naru.common.runtime.EventLoop;
import dev.naru.storage.LogTable.DamagedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the logs of one directory, some at a time, on the I/O pool. A log that is damaged is noted and left alone; what
 * looks like nothing of ours is left alone too.
 *
 * <p>Threading: confined to the manager's loop.
 */
final class LogLoading {
    private static final Logger LOG = LoggerFactory.getLogger(LogLoading.class);

    private final LogDirectory directory;
    private final CheckpointWriter checkpoint;
    private final LogTable logs;
    private final LogContext context;
    private final EventLoop loop;
    private final Checkpoints checkpoints;

    LogLoading(
            LogDirectory directory,
            CheckpointWriter checkpoint,
            LogTable logs,
            LogContext context,
            EventLoop loop,
            Checkpoints checkpoints) {
        this.directory = directory;
        this.checkpoint = checkpoint;
        this.logs = logs;
        this.context = context;
        this.loop = loop;
        this.checkpoints = checkpoints;
    }

    /** {@code failed} may run several times: once for each reason not to start. */
    void run(
            Function<TopicPartition, LogHome> homes,
            Consumer<Path> deleteFolder,
            Runnable done,
            Consumer<Throwable> failed) {
        context.ioPool()
                .submit(
                        this::look,
                        loop,
                        found -> {
                            found.toDelete.forEach(deleteFolder);
                            if (!found.wasStopped && !found.folders.isEmpty()) {
                                directory.onUncleanEnd();
                            }
                            LOG.info(
                                    "loading logs: directory={} logs={} stoppedCleanly={}",
                                    directory,
                                    found.folders.size(),
                                    found.wasStopped);
                            FewAtATime.run(
                                    found.folders, (folder, end) -> load(folder, found, homes, end, failed), done);
                        },
                        failure -> {
                            directory.becomeOffline(failure);
                            done.run();
                        });
    }

    private Found look() throws IOException {
        Disk disk = context.disk();
        boolean wasStopped = CleanStopMarker.take(disk, directory.path());
        List<Path> folders = new ArrayList<>();
        List<Path> toDelete = new ArrayList<>();
        for (Path path : disk.list(directory.path())) {
            String name = String.valueOf(path.getFileName());
            if (LogDirectories.isExpected(path) || !disk.isDirectory(path)) {
                continue;
            }
            if (LogFolder.isForDelete(name)) {
                toDelete.add(path);
            } else if (LogFolder.partitionOf(name) != null) {
                folders.add(path);
            } else {
                LOG.info("folder left alone, its name is no partition's: path={}", path);
            }
        }
        return new Found(
                wasStopped,
                checkpoint.recoveryPoints().read(),
                checkpoint.logStartOffsets().read(),
                folders,
                toDelete);
    }

    private void load(
            Path path, Found found, Function<TopicPartition, LogHome> homes, Runnable end, Consumer<Throwable> failed) {
        TopicPartition partition = LogFolder.partitionOf(String.valueOf(path.getFileName()));
        if (partition == null || !directory.isOnline()) {
            end.run();
            return;
        }
        Log same = logs.get(partition);
        if (same != null) {
            failed.accept(new IOException("partition " + partition + " is in two log directories: " + path + " and "
                    + same.folder().path()));
            end.run();
            return;
        }
        LogHome home = homes.apply(partition);
        LogFolder folder = new LogFolder(path);
        long recoveryPoint = found.recoveryPoints.getOrDefault(partition, 0L);
        long logStartOffset = found.logStartOffsets.getOrDefault(partition, 0L);
        context.ioPool()
                .submit(
                        () -> {
                            Uuid topicId = PartitionMetadataFile.read(context.disk(), folder);
                            if (topicId.isZero() && recoveryPoint == 0 && !found.wasStopped) {
                                setAside(partition, folder);
                                return new Loaded(topicId, null);
                            }
                            LogContents contents = new LogLoader(
                                            context,
                                            folder,
                                            home.config(),
                                            loop.clock().wallMs())
                                    .load(found.wasStopped, recoveryPoint, logStartOffset);
                            return new Loaded(topicId, contents);
                        },
                        loop,
                        loaded -> {
                            if (loaded.contents != null) {
                                LogPlace place = new LogPlace(partition, loaded.topicId, folder, directory);
                                logs.add(new Log(place, context, home, loaded.contents, checkpoints));
                            }
                            end.run();
                        },
                        failure -> {
                            onFailed(
                                    new DamagedLog(
                                            directory,
                                            folder,
                                            recoveryPoint,
                                            logStartOffset,
                                            "" + failure.getMessage()),
                                    partition,
                                    failure);
                            end.run();
                        });
    }

    /**
     * A crash came before the folder was durable: nothing in it was promised, and nobody can say to which life of the topic
     * it belongs. So it must not become the log of the present one; but what is there is kept, for a human to look at.
     */
    private void setAside(TopicPartition partition, LogFolder folder) throws IOException {
        Disk disk = context.disk();
        if (FolderListing.read(disk, folder).logs().isEmpty()) {
            return;
        }
        Path stray =
                directory.file(LogFolder.nameForStray(partition, loop.clock().wallMs()));
        disk.rename(folder.path(), stray);
        disk.forceDirectory(directory.path());
        LOG.warn("folder without a topic id set aside after a crash: partition={} path={}", partition, stray);
    }

    private void onFailed(DamagedLog log, TopicPartition partition, Throwable failure) {
        if (failure instanceof IOException) {
            directory.becomeOffline(failure);
            return;
        }
        logs.addDamaged(partition, log);
        if (failure instanceof DamagedLogException) {
            LOG.error(
                    "log is damaged, partition offline, nothing was changed; to accept the loss remove its line from {}: "
                            + "partition={} {}",
                    OffsetCheckpoint.RECOVERY_POINTS,
                    partition,
                    failure.getMessage());
        } else {
            LOG.error("log could not be loaded, partition offline: partition={}", partition, failure);
        }
    }

    private record Found(
            boolean wasStopped,
            Map<TopicPartition, Long> recoveryPoints,
            Map<TopicPartition, Long> logStartOffsets,
            List<Path> folders,
            List<Path> toDelete) {}

    /** {@code contents} is null if it is not to be used. */
    private record Loaded(Uuid topicId, @Nullable LogContents contents) {}
}
