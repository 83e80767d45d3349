package dev.naru.controller;

import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigKeys;
import dev.naru.common.config.ConfigScope;
import dev.naru.metadata.BrokerDefaults;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.ConfigResource;
import dev.naru.metadata.ConfigResourceType;
import dev.naru.metadata.GroupConfigs;
import dev.naru.metadata.TopicConfigs;
import dev.naru.metadata.TopicKeys;
import dev.naru.metadata.TopicNames;
import dev.naru.protocol.metadata.ConfigRecord;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which settings a topic, a broker or a group can have. Only what is new is checked, so that a setting an older version let in does
 * not stand in the way of every other change.
 *
 * <p>Threading: immutable.
 */
final class ConfigRules {
    /** Older versions of the protocol cannot carry more. */
    private static final int VALUE_SIZE_BYTES_MAX = Short.MAX_VALUE;

    private final ControllerConfig config;

    ConfigRules(ControllerConfig config) {
        this.config = config;
    }

    static ConfigRecord record(ConfigResource resource, String name, @Nullable String value) {
        return new ConfigRecord()
                .resourceType(resource.type().id())
                .resourceName(resource.name())
                .name(name)
                .value(value);
    }

    /** The settings of a topic that is being created. */
    SortedMap<String, String> checkNewTopic(Map<String, @Nullable String> settings) throws RefusedException {
        SortedMap<String, String> checked = new TreeMap<>();
        for (Map.Entry<String, @Nullable String> setting : settings.entrySet()) {
            String value = setting.getValue();
            if (value == null) {
                throw invalidConfig("The setting " + setting.getKey() + " is given without a value.");
            }
            checked.put(setting.getKey(), value);
        }
        checkTopic(Map.of(), checked);
        return checked;
    }

    /** Refuses a resource that has no settings, or does not exist. */
    void checkResource(ConfigResource resource, ClusterImage image) throws RefusedException {
        switch (resource.type()) {
            case TOPIC -> checkTopicExists(resource.name(), image);
            case BROKER -> checkBrokerExists(resource.name(), image);
            case GROUP -> GroupRules.checkName(resource.name());
            case BROKER_LOGGER, CLIENT_METRICS ->
                throw invalidRequest("Settings of a " + resource.type() + " cannot be changed.");
        }
    }

    /** The key of this name among those the resource has, or null. */
    @Nullable
    ConfigKey<?> find(ConfigResource resource, String name) {
        ConfigKeys keys = switch (resource.type()) {
            case TOPIC -> TopicConfigs.KEYS;
            case GROUP -> GroupConfigs.KEYS;
            case BROKER, BROKER_LOGGER, CLIENT_METRICS -> config.broker().keys();
        };
        return keys.find(name);
    }

    /** Refuses settings that are new in {@code after} and not allowed. */
    void check(ConfigResource resource, Map<String, String> before, SortedMap<String, String> after)
            throws RefusedException {
        if (resource.type() == ConfigResourceType.TOPIC) {
            checkTopic(before, after);
        } else if (resource.type() == ConfigResourceType.GROUP) {
            new GroupRules(config.broker()).check(before, after);
        } else {
            checkBroker(resource, before, after);
        }
    }

    private static void checkTopicExists(String name, ClusterImage image) throws RefusedException {
        if (name.isEmpty()) {
            throw invalidRequest("A topic's settings need the name of the topic; there are none for all topics.");
        }
        String problem = TopicNames.problemWith(name);
        if (problem != null) {
            throw new RefusedException(ControllerError.INVALID_TOPIC_NAME, problem + ".");
        }
        TopicRef.find(new TopicRef.ByName(name), image);
    }

    private static void checkBrokerExists(String name, ClusterImage image) throws RefusedException {
        if (name.isEmpty()) {
            return;
        }
        Integer id = parseId(name);
        if (id == null) {
            throw invalidRequest("A broker's settings need its id, not '" + name + "'.");
        }
        if (image.brokers().get(id) == null) {
            throw invalidRequest("Broker " + id + " is not registered.");
        }
    }

    private static @Nullable Integer parseId(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private void checkTopic(Map<String, String> before, SortedMap<String, String> after) throws RefusedException {
        for (Map.Entry<String, String> setting : after.entrySet()) {
            if (setting.getValue().equals(before.get(setting.getKey()))) {
                continue;
            }
            ConfigKey<?> key = TopicConfigs.KEYS.find(setting.getKey());
            if (key == null) {
                throw invalidConfig(TopicConfigs.KEYS.explainUnknown(setting.getKey()));
            }
            String problem = problemWith(key, setting.getValue());
            if (problem != null) {
                throw invalidConfig(problem);
            }
        }
        checkTogether(after);
    }

    private void checkTogether(Map<String, String> settings) throws RefusedException {
        BrokerDefaults defaults = new BrokerDefaults(config.broker(), Map.of(), Map.of());
        long lagMin = defaults.topicValue(TopicKeys.MIN_COMPACTION_LAG_MS, settings);
        long lagMax = defaults.topicValue(TopicKeys.MAX_COMPACTION_LAG_MS, settings);
        if (lagMax < lagMin) {
            throw invalidConfig(
                    "max.compaction.lag.ms (" + lagMax + ") is below min.compaction.lag.ms (" + lagMin + ").");
        }
        if (defaults.topicValue(TopicKeys.REMOTE_STORAGE_ENABLE, settings)) {
            throw invalidConfig("remote.storage.enable cannot be true: this cluster has no tiered storage.");
        }
    }

    private void checkBroker(ConfigResource resource, Map<String, String> before, SortedMap<String, String> after)
            throws RefusedException {
        boolean isForAll = resource.name().isEmpty();
        for (Map.Entry<String, String> setting : after.entrySet()) {
            String name = setting.getKey();
            if (setting.getValue().equals(before.get(name))) {
                continue;
            }
            ConfigKey<?> key = config.broker().keys().find(name);
            if (key == null) {
                throw invalidRequest(config.broker().keys().explainUnknown(name));
            }
            if (key.scope() == ConfigScope.READ_ONLY) {
                throw invalidRequest(
                        name + " cannot be changed while a broker runs; set it in its file and restart it.");
            }
            if (isForAll && key.scope() == ConfigScope.PER_BROKER) {
                throw invalidRequest(name + " can only be set for one broker, not for all.");
            }
            String problem = problemWith(key, setting.getValue());
            if (problem != null) {
                throw invalidRequest(problem);
            }
        }
    }

    private static @Nullable String problemWith(ConfigKey<?> key, String value) {
        if (value.getBytes(StandardCharsets.UTF_8).length > VALUE_SIZE_BYTES_MAX) {
            return "The value of " + key + " is longer than " + VALUE_SIZE_BYTES_MAX + " bytes.";
        }
        return key.problemWith(value);
    }

    private static RefusedException invalidConfig(String message) {
        return new RefusedException(ControllerError.INVALID_CONFIG, message);
    }

    private static RefusedException invalidRequest(String message) {
        return new RefusedException(ControllerError.INVALID_REQUEST, message);
    }
}
