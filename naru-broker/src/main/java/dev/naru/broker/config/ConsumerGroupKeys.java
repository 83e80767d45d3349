package dev.naru.broker.config;

import dev.naru.common.config.Allowed;
import dev.naru.common.config.ConfigException;
import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigKeys;
import dev.naru.common.config.ConfigType;
import dev.naru.common.config.ConfigView;
import dev.naru.coordinator.group.GroupConfig;
import dev.naru.coordinator.group.GroupConfig.MigrationPolicy;
import dev.naru.metadata.GroupConfigs;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * The keys of groups of the consumer protocol. The times, which a group can set for itself within limits, are declared with the
 * groups' own keys. Threading: immutable.
 */
final class ConsumerGroupKeys {
    static final ConfigKey<Integer> MEMBERS_MAX = ConfigKey.of(
                    "group.consumer.max.size", ConfigType.INT, Integer.MAX_VALUE)
            .allow(Allowed.atLeast(1))
            .means("How many members a group of the consumer protocol may have.");
    static final ConfigKey<List<String>> ASSIGNORS = ConfigKey.of(
                    "group.consumer.assignors", ConfigType.LIST, List.of("uniform", "range"))
            .allow(new Allowed<>(ConsumerGroupKeys::areAssignors, "one or both of uniform and range, each once"))
            .means(
                    "The assignors that members of the consumer protocol can choose from; the first one is the default.");
    static final ConfigKey<String> MIGRATION_POLICY = ConfigKey.of(
                    "group.consumer.migration.policy", ConfigType.STRING, "bidirectional")
            .allow(new Allowed<>(
                    ConsumerGroupKeys::isPolicy, "one of bidirectional, upgrade, downgrade, disabled, in any case"))
            .means(
                    "Whether a group can change while it has members: to the consumer protocol when the first member of it"
                            + " joins (upgrade), and back to the classic one when the last of them leaves (downgrade).");

    static final ConfigKeys ALL =
            GroupConfigs.brokerKeys().and(ConfigKeys.of(MEMBERS_MAX, ASSIGNORS, MIGRATION_POLICY));

    private ConsumerGroupKeys() {}

    private static boolean areAssignors(List<String> names) {
        return !names.isEmpty()
                && List.of("uniform", "range").containsAll(names)
                && new HashSet<>(names).size() == names.size();
    }

    private static boolean isPolicy(String name) {
        for (MigrationPolicy policy : MigrationPolicy.values()) {
            if (policy.name().equals(name.toUpperCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    static GroupConfig.Consumer read(ConfigView view) throws ConfigException {
        return new GroupConfig.Consumer(
                bounded(view, GroupConfigs.CONSUMER_SESSION_TIMEOUT_MS),
                bounded(view, GroupConfigs.CONSUMER_HEARTBEAT_INTERVAL_MS),
                bounded(view, GroupConfigs.CONSUMER_ASSIGNMENT_INTERVAL_MS),
                view.get(MEMBERS_MAX),
                view.get(ASSIGNORS),
                MigrationPolicy.valueOf(view.get(MIGRATION_POLICY).toUpperCase(Locale.ROOT)));
    }

    private static GroupConfig.Bounded bounded(ConfigView view, ConfigKey<Integer> groupKey) throws ConfigException {
        GroupConfigs.Range range = GroupConfigs.range(groupKey);
        GroupConfig.Bounded bounded =
                new GroupConfig.Bounded(view.get(range.value()), view.get(range.min()), view.get(range.max()));
        if (bounded.max() < bounded.min() || bounded.clamp(bounded.value()) != bounded.value()) {
            throw new ConfigException(range.value() + "=" + bounded.value() + " is not between " + range.min() + "="
                    + bounded.min() + " and " + range.max() + "=" + bounded.max() + ".");
        }
        return bounded;
    }
}
