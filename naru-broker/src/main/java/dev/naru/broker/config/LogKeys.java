package dev.naru.broker.config;

import dev.naru.common.config.Allowed;
import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigKeys;
import dev.naru.common.config.ConfigType;
import dev.naru.common.config.ConfigUnit;
import dev.naru.common.config.ConfigView;
import dev.naru.storage.LogManagerConfig;
import java.nio.file.Path;
import java.util.List;

/**
 * The keys of the log directories as a whole; those that are defaults of topics are declared with them. Threading:
 * immutable.
 */
final class LogKeys {
    static final ConfigKey<Long> INITIAL_TASK_DELAY_MS = ConfigKey.of(
                    "log.initial.task.delay.ms", ConfigType.LONG, 30_000L)
            .allow(Allowed.atLeast(0L))
            .in(ConfigUnit.MILLISECONDS)
            .means("How long after the start logs are looked over for the first time; for tests.");
    static final ConfigKey<Integer> FLUSH_CHECKPOINT_MS = ConfigKey.of(
                    "log.flush.offset.checkpoint.interval.ms", ConfigType.INT, 60_000)
            .allow(Allowed.atLeast(0))
            .in(ConfigUnit.MILLISECONDS)
            .means(
                    "How often it is written down up to where each log is surely on disk, so that recovery begins there.");
    static final ConfigKey<Long> RETENTION_CHECK_MS = ConfigKey.of(
                    "log.retention.check.interval.ms", ConfigType.LONG, 300_000L)
            .allow(Allowed.atLeast(1L))
            .in(ConfigUnit.MILLISECONDS)
            .means("How often logs are looked over for segments to delete.");
    static final ConfigKey<Integer> PRODUCER_ID_EXPIRATION_MS = ConfigKey.of(
                    "producer.id.expiration.ms", ConfigType.INT, 86_400_000)
            .allow(Allowed.atLeast(1))
            .in(ConfigUnit.MILLISECONDS)
            .means("How long a partition remembers an idempotent producer that sends nothing.");
    static final ConfigKey<Integer> OPEN_FILES_MAX = ConfigKey.of("naru.open.files.max", ConfigType.INT, 10_000)
            .allow(Allowed.atLeast(16))
            .means("Log files kept open at most; an idle partition needs none.");

    static final ConfigKeys ALL = ConfigKeys.of(
            INITIAL_TASK_DELAY_MS, FLUSH_CHECKPOINT_MS, RETENTION_CHECK_MS, PRODUCER_ID_EXPIRATION_MS, OPEN_FILES_MAX);

    private LogKeys() {}

    static LogManagerConfig read(ConfigView view, List<Path> directories) {
        return new LogManagerConfig(
                directories,
                view.get(INITIAL_TASK_DELAY_MS),
                view.get(FLUSH_CHECKPOINT_MS),
                view.get(RETENTION_CHECK_MS),
                view.get(PRODUCER_ID_EXPIRATION_MS),
                view.get(OPEN_FILES_MAX));
    }
}
