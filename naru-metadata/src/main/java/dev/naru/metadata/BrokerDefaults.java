package dev.naru.metadata;

import dev.naru.common.config.ConfigException;
import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigKeys;
import dev.naru.common.config.ConfigSource;
import dev.naru.common.config.ConfigView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a topic gets where it sets nothing itself: this broker's dynamic settings, then the cluster's, then what the
 * broker was started with, then what is built in. All texts in the maps have passed the key's check before they were
 * written to the metadata log.
 *
 * <p>Threading: immutable; a new one is made when a setting changes.
 */
public final class BrokerDefaults {
    private final ConfigView startedWith;
    private final Map<String, String> brokerSettings;
    private final Map<String, String> clusterSettings;

    /** For a broker started with {@code startedWith}, which has at least {@link TopicConfigs#brokerKeys}. */
    public BrokerDefaults(
            ConfigView startedWith, Map<String, String> brokerSettings, Map<String, String> clusterSettings) {
        this.startedWith = startedWith;
        this.brokerSettings = brokerSettings;
        this.clusterSettings = clusterSettings;
    }

    /** Built-in defaults alone. */
    public static BrokerDefaults builtIn() {
        return new BrokerDefaults(ConfigView.defaults(TopicConfigs.brokerKeys()), Map.of(), Map.of());
    }

    /** The value a topic with these settings has. */
    public <T> T topicValue(ConfigKey<T> topicKey, Map<String, String> topicSettings) {
        return parsed(topicKey, topicText(topicKey, topicSettings));
    }

    private static <T> T parsed(ConfigKey<T> key, String text) {
        try {
            return key.parse(text);
        } catch (ConfigException e) {
            throw new IllegalStateException("the metadata log holds a value nobody should have let in", e);
        }
    }

    /** The value a topic with these settings has, as text. */
    public String topicText(ConfigKey<?> topicKey, Map<String, String> topicSettings) {
        String own = topicSettings.get(topicKey.name());
        if (own != null) {
            return own;
        }
        for (TopicConfigs.Synonym synonym : TopicConfigs.synonyms(topicKey)) {
            String text = brokerText(synonym.brokerKey());
            if (text != null) {
                return synonym.toTopicText(text);
            }
        }
        return String.valueOf(topicKey.defaultText());
    }

    /** Every place that has a value for this topic key, the one that counts first. */
    public List<ConfigLayer> topicLayers(ConfigKey<?> topicKey, Map<String, String> topicSettings) {
        List<ConfigLayer> layers = new ArrayList<>();
        String own = topicSettings.get(topicKey.name());
        if (own != null) {
            layers.add(new ConfigLayer(topicKey.name(), own, ConfigOrigin.TOPIC));
        }
        for (TopicConfigs.Synonym synonym : TopicConfigs.synonyms(topicKey)) {
            for (ConfigLayer layer : brokerLayers(synonym.brokerKey())) {
                // The built-in value of another key, such as log.retention.hours, alone is nobody's setting.
                if (layer.origin() != ConfigOrigin.BUILT_IN || !layers.isEmpty() || isStrongest(synonym, topicKey)) {
                    layers.add(layer);
                }
            }
        }
        return layers;
    }

    private static boolean isStrongest(TopicConfigs.Synonym synonym, ConfigKey<?> topicKey) {
        return TopicConfigs.synonyms(topicKey).get(0).equals(synonym);
    }

    /** Every place that has a value for this broker key, the one that counts first. */
    public List<ConfigLayer> brokerLayers(ConfigKey<?> brokerKey) {
        List<ConfigLayer> layers = new ArrayList<>();
        addLayer(layers, brokerKey, brokerSettings.get(brokerKey.name()), ConfigOrigin.BROKER);
        addLayer(layers, brokerKey, clusterSettings.get(brokerKey.name()), ConfigOrigin.CLUSTER_DEFAULT);
        if (startedWith.source(brokerKey) != ConfigSource.DEFAULT) {
            addLayer(layers, brokerKey, startedWith.text(brokerKey), ConfigOrigin.STATIC_BROKER);
        }
        addLayer(layers, brokerKey, brokerKey.defaultText(), ConfigOrigin.BUILT_IN);
        return layers;
    }

    /** The value this broker key has now; the key has a default. */
    public <T> T brokerValue(ConfigKey<T> brokerKey) {
        String text = brokerText(brokerKey);
        if (text == null) {
            throw new IllegalArgumentException(brokerKey + " has no default");
        }
        return parsed(brokerKey, text);
    }

    /** The keys this broker was started with. */
    public ConfigKeys brokerKeys() {
        return startedWith.keys();
    }

    private static void addLayer(
            List<ConfigLayer> layers, ConfigKey<?> key, @Nullable String text, ConfigOrigin origin) {
        if (text != null) {
            layers.add(new ConfigLayer(key.name(), key.isSensitive() ? null : text, origin));
        }
    }

    private @Nullable String brokerText(ConfigKey<?> key) {
        String text = brokerSettings.get(key.name());
        if (text == null) {
            text = clusterSettings.get(key.name());
        }
        return text == null ? startedWith.text(key) : text;
    }
}
