package dev.naru.coordinator.group.consumer;

import dev.naru.common.config.ConfigException;
import dev.naru.common.config.ConfigKey;
import dev.naru.coordinator.group.GroupConfig;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.ConfigResource;
import dev.naru.metadata.GroupConfigs;
import java.util.Map;

/**
 * The times one group goes by: the broker's, unless somebody set its own. A value outside of what the broker now allows is
 * brought to the nearest it does.
 *
 * <p>Threading: immutable.
 */
record GroupSettings(int sessionTimeoutMs, int heartbeatIntervalMs, int assignmentIntervalMs) {
    static GroupSettings of(String groupId, ClusterImage image, GroupConfig.Consumer config) {
        Map<String, String> own = image.settings(ConfigResource.group(groupId));
        return new GroupSettings(
                value(own, GroupConfigs.CONSUMER_SESSION_TIMEOUT_MS, config.sessionTimeoutMs()),
                value(own, GroupConfigs.CONSUMER_HEARTBEAT_INTERVAL_MS, config.heartbeatIntervalMs()),
                value(own, GroupConfigs.CONSUMER_ASSIGNMENT_INTERVAL_MS, config.assignmentIntervalMs()));
    }

    private static int value(Map<String, String> own, ConfigKey<Integer> key, GroupConfig.Bounded bounded) {
        String text = own.isEmpty() ? null : own.get(key.name());
        try {
            return text == null ? bounded.value() : bounded.clamp(key.parse(text));
        } catch (ConfigException e) {
            throw new IllegalStateException("the metadata log holds a value nobody should have let in", e);
        }
    }
}
