package dev.naru.broker.config;

import dev.naru.common.config.Allowed;
import dev.naru.common.config.ConfigException;
import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigKeys;
import dev.naru.common.config.ConfigType;
import dev.naru.common.config.ConfigUnit;
import dev.naru.common.config.ConfigView;
import dev.naru.common.config.Importance;
import dev.naru.coordinator.group.GroupConfig;
import java.util.concurrent.TimeUnit;

/** The keys of groups and of their committed offsets. Threading: immutable. */
final class GroupKeys {
    static final ConfigKey<Integer> SESSION_TIMEOUT_MIN_MS = ConfigKey.of(
                    "group.min.session.timeout.ms", ConfigType.INT, 6_000)
            .allow(Allowed.atLeast(0))
            .in(ConfigUnit.MILLISECONDS)
            .means("The shortest session a member of a classic group may ask for.");
    static final ConfigKey<Integer> SESSION_TIMEOUT_MAX_MS = ConfigKey.of(
                    "group.max.session.timeout.ms", ConfigType.INT, 1_800_000)
            .allow(Allowed.atLeast(0))
            .in(ConfigUnit.MILLISECONDS)
            .means("The longest session a member of a classic group may ask for.");
    static final ConfigKey<Integer> INITIAL_REBALANCE_DELAY_MS = ConfigKey.of(
                    "group.initial.rebalance.delay.ms", ConfigType.INT, 3_000)
            .allow(Allowed.atLeast(0))
            .in(ConfigUnit.MILLISECONDS)
            .means("How long an empty classic group waits for more members before its first rebalance.");
    static final ConfigKey<Integer> MEMBERS_MAX = ConfigKey.of("group.max.size", ConfigType.INT, Integer.MAX_VALUE)
            .allow(Allowed.atLeast(1))
            .means("How many members a classic group may have.");
    static final ConfigKey<Integer> OFFSET_METADATA_MAX = ConfigKey.of(
                    "offset.metadata.max.bytes", ConfigType.INT, 4_096)
            .allow(Allowed.atLeast(0))
            .importance(Importance.HIGH)
            .means("How many characters the text that a client keeps beside a committed offset may have.");
    static final ConfigKey<Integer> OFFSETS_RETENTION_MINUTES = ConfigKey.of(
                    "offsets.retention.minutes", ConfigType.INT, 7 * 24 * 60)
            .allow(Allowed.atLeast(1))
            .importance(Importance.HIGH)
            .means(
                    "How many minutes a committed offset is kept once nobody uses it: its group has been empty for so long,"
                            + " or has stopped consuming the topic.");
    static final ConfigKey<Long> OFFSETS_RETENTION_CHECK_MS = ConfigKey.of(
                    "offsets.retention.check.interval.ms", ConfigType.LONG, 600_000L)
            .allow(Allowed.atLeast(1L))
            .importance(Importance.HIGH)
            .in(ConfigUnit.MILLISECONDS)
            .means("How often committed offsets that nobody uses are looked for.");

    static final ConfigKeys ALL = ConsumerGroupKeys.ALL.and(ConfigKeys.of(
            SESSION_TIMEOUT_MIN_MS,
            SESSION_TIMEOUT_MAX_MS,
            INITIAL_REBALANCE_DELAY_MS,
            MEMBERS_MAX,
            OFFSET_METADATA_MAX,
            OFFSETS_RETENTION_MINUTES,
            OFFSETS_RETENTION_CHECK_MS));

    private GroupKeys() {}

    static GroupConfig read(ConfigView view) throws ConfigException {
        int timeoutMsMin = view.get(SESSION_TIMEOUT_MIN_MS);
        int timeoutMsMax = view.get(SESSION_TIMEOUT_MAX_MS);
        if (timeoutMsMax < timeoutMsMin) {
            throw new ConfigException(SESSION_TIMEOUT_MAX_MS + "=" + timeoutMsMax + " is less than "
                    + SESSION_TIMEOUT_MIN_MS + "=" + timeoutMsMin + "; expected at least as much.");
        }
        return new GroupConfig(
                new GroupConfig.Classic(
                        timeoutMsMin, timeoutMsMax, view.get(MEMBERS_MAX), view.get(INITIAL_REBALANCE_DELAY_MS)),
                ConsumerGroupKeys.read(view),
                new GroupConfig.CommittedOffsets(
                        view.get(OFFSET_METADATA_MAX),
                        TimeUnit.MINUTES.toMillis(view.get(OFFSETS_RETENTION_MINUTES)),
                        view.get(OFFSETS_RETENTION_CHECK_MS)));
    }
}
