package dev.naru.storage;

import java.nio.file.Path;
import java.util.List;

/**
 * The broker settings of the log directories, under Kafka's names.
 *
 * @param directories {@code log.dirs}
 * @param initialTaskDelayMs {@code log.initial.task.delay.ms}: how long after the start the tasks below run first
 * @param flushOffsetCheckpointIntervalMs {@code log.flush.offset.checkpoint.interval.ms}, for the log start offsets too
 * @param retentionCheckIntervalMs {@code log.retention.check.interval.ms}
 * @param producerIdExpirationMs {@code producer.id.expiration.ms}
 * @param openFilesMax how many files are kept open; more only while they are being read
 */
public record LogManagerConfig(
        List<Path> directories,
        long initialTaskDelayMs,
        long flushOffsetCheckpointIntervalMs,
        long retentionCheckIntervalMs,
        long producerIdExpirationMs,
        int openFilesMax) {
    /** Kafka's defaults, for these directories. */
    public static LogManagerConfig of(List<Path> directories) {
        return new LogManagerConfig(List.copyOf(directories), 30_000, 60_000, 300_000, 86_400_000, 10_000);
    }
}
