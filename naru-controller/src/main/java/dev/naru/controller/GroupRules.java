package dev.naru.controller;

import dev.naru.common.config.ConfigException;
import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigView;
import dev.naru.metadata.GroupConfigs;
import java.util.Map;
import java.util.SortedMap;

/**
 * Which settings a group can have: numbers between the limits that the broker sets, and a session that is longer than the time
 * between two heartbeats. The group need not be there yet.
 *
 * <p>Threading: immutable.
 */
final class GroupRules {
    private static final int NAME_LENGTH_MAX = 249;

    private final ConfigView broker;

    GroupRules(ConfigView broker) {
        this.broker = broker;
    }

    static void checkName(String name) throws RefusedException {
        if (name.isEmpty()) {
            throw new RefusedException(
                    ControllerError.INVALID_REQUEST,
                    "A group's settings need the name of the group; there are none for all groups.");
        }
        if (name.length() > NAME_LENGTH_MAX) {
            throw new RefusedException(
                    ControllerError.INVALID_REQUEST, "The name of the group is longer than " + NAME_LENGTH_MAX + ".");
        }
    }

    void check(Map<String, String> before, SortedMap<String, String> after) throws RefusedException {
        for (Map.Entry<String, String> setting : after.entrySet()) {
            if (!setting.getValue().equals(before.get(setting.getKey()))) {
                check(setting.getKey(), setting.getValue());
            }
        }
        int sessionMs = value(GroupConfigs.CONSUMER_SESSION_TIMEOUT_MS, after);
        int heartbeatMs = value(GroupConfigs.CONSUMER_HEARTBEAT_INTERVAL_MS, after);
        if (sessionMs <= heartbeatMs) {
            throw invalid(GroupConfigs.CONSUMER_SESSION_TIMEOUT_MS + " (" + sessionMs + ") is not above "
                    + GroupConfigs.CONSUMER_HEARTBEAT_INTERVAL_MS + " (" + heartbeatMs + ").");
        }
    }

    private void check(String name, String text) throws RefusedException {
        ConfigKey<?> key = GroupConfigs.KEYS.find(name);
        GroupConfigs.Range range = GroupConfigs.range(name);
        if (key == null || range == null) {
            throw invalid(GroupConfigs.KEYS.explainUnknown(name));
        }
        String problem = key.problemWith(text);
        if (problem != null) {
            throw invalid(problem);
        }
        int value = Integer.parseInt(text.trim());
        int min = broker.get(range.min());
        int max = broker.get(range.max());
        if (value < min || value > max) {
            throw invalid(name + " must be in the range " + min + " to " + max + " inclusive.");
        }
    }

    private int value(ConfigKey<Integer> key, Map<String, String> settings) {
        String own = settings.get(key.name());
        try {
            return own == null ? broker.get(GroupConfigs.range(key).value()) : key.parse(own);
        } catch (ConfigException e) {
            throw new IllegalStateException("a value got past its check", e);
        }
    }

    private static RefusedException invalid(String message) {
        return new RefusedException(ControllerError.INVALID_CONFIG, message);
    }
}
