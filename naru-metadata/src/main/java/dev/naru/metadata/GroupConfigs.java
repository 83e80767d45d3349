package dev.naru.metadata;

import dev.naru.common.config.Allowed;
import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigKeys;
import dev.naru.common.config.ConfigType;
import dev.naru.common.config.ConfigUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a group, and the broker keys they fall back to. A group's own value must lie between two more broker keys:
 * {@code consumer.session.timeout.ms}, for example, between {@code group.consumer.min.session.timeout.ms} and {@code
 * group.consumer.max.session.timeout.ms}.
 *
 * <p>Threading: immutable.
 */
public final class GroupConfigs {
    /** {@code consumer.session.timeout.ms}. */
    public static final ConfigKey<Integer> CONSUMER_SESSION_TIMEOUT_MS = millis(
            "consumer.session.timeout.ms", 45_000, 1, "How long a member of the consumer protocol may be silent.");
    /** {@code consumer.heartbeat.interval.ms}. */
    public static final ConfigKey<Integer> CONSUMER_HEARTBEAT_INTERVAL_MS = millis(
            "consumer.heartbeat.interval.ms",
            5_000,
            1,
            "How often members of the consumer protocol are asked to be heard of.");
    /** {@code consumer.assignment.interval.ms}. */
    public static final ConfigKey<Integer> CONSUMER_ASSIGNMENT_INTERVAL_MS = millis(
            "consumer.assignment.interval.ms",
            1_000,
            0,
            "How far apart two assignments of a group of the consumer protocol are at least.");

    private static final Map<ConfigKey<Integer>, Range> RANGES = Map.of(
            CONSUMER_SESSION_TIMEOUT_MS, range("session.timeout.ms", CONSUMER_SESSION_TIMEOUT_MS, 45_000, 60_000),
            CONSUMER_HEARTBEAT_INTERVAL_MS,
                    range("heartbeat.interval.ms", CONSUMER_HEARTBEAT_INTERVAL_MS, 5_000, 15_000),
            CONSUMER_ASSIGNMENT_INTERVAL_MS,
                    range("assignment.interval.ms", CONSUMER_ASSIGNMENT_INTERVAL_MS, 0, 15_000));

    /** The keys of a group, sorted by name. */
    public static final ConfigKeys KEYS =
            ConfigKeys.of(CONSUMER_ASSIGNMENT_INTERVAL_MS, CONSUMER_HEARTBEAT_INTERVAL_MS, CONSUMER_SESSION_TIMEOUT_MS);

    /**
     * What the broker says about a group key.
     *
     * @param value counts where the group has no value of its own
     */
    public record Range(ConfigKey<Integer> value, ConfigKey<Integer> min, ConfigKey<Integer> max) {}

    private GroupConfigs() {}

    /** The broker keys behind a group key. */
    public static Range range(ConfigKey<Integer> groupKey) {
        Range range = RANGES.get(groupKey);
        if (range == null) {
            throw new IllegalArgumentException("no key of a group: " + groupKey);
        }
        return range;
    }

    /** The broker keys behind the group key of this name, or null. */
    public static @Nullable Range range(String groupKeyName) {
        for (Map.Entry<ConfigKey<Integer>, Range> entry : RANGES.entrySet()) {
            if (entry.getKey().name().equals(groupKeyName)) {
                return entry.getValue();
            }
        }
        return null;
    }

    /** All broker keys behind keys of groups; the broker adds them to its own. */
    public static ConfigKeys brokerKeys() {
        return ConfigKeys.of(RANGES.values().stream()
                .flatMap(range -> List.<ConfigKey<?>>of(range.value, range.min, range.max).stream())
                .toList());
    }

    private static ConfigKey<Integer> millis(String name, int defaultMs, int minMs, String meaning) {
        return ConfigKey.of(name, ConfigType.INT, defaultMs)
                .allow(Allowed.atLeast(minMs))
                .in(ConfigUnit.MILLISECONDS)
                .means(meaning);
    }

    private static Range range(String name, ConfigKey<Integer> groupKey, int minMs, int maxMs) {
        return new Range(
                groupKey.named("group.consumer." + name),
                millis("group.consumer.min." + name, minMs, 0, "The least that a group can set as " + groupKey + "."),
                millis("group.consumer.max." + name, maxMs, 1, "The most that a group can set as " + groupKey + "."));
    }
}
