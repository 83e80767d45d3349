package dev.naru.broker.api;

import dev.naru.common.config.ConfigException;
import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigScope;
import dev.naru.common.config.ConfigView;
import dev.naru.metadata.BrokerDefaults;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.ConfigLayer;
import dev.naru.metadata.ConfigOrigin;
import dev.naru.metadata.ConfigResource;
import dev.naru.metadata.GroupConfigs;
import dev.naru.metadata.TopicConfigs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Describes settings as clients are told of them: the value that counts, who set it, and who else has something to say.
 *
 * <p>Threading: immutable.
 */
final class ConfigDescriptions {
    private final BrokerDefaults defaults;
    private final ClusterImage image;

    ConfigDescriptions(ConfigView startedWith, int brokerId, ClusterImage image) {
        this.defaults = new BrokerDefaults(
                startedWith,
                image.settings(ConfigResource.broker(brokerId)),
                image.settings(ConfigResource.ALL_BROKERS));
        this.image = image;
    }

    /** A setting. The value of a secret is null. */
    record Description(ConfigKey<?> key, @Nullable String value, boolean readOnly, List<ConfigLayer> layers) {
        String name() {
            return key.name();
        }

        boolean sensitive() {
            return key.isSensitive();
        }

        /** Who set the value, by its number in the protocol. */
        byte source() {
            return number(
                    layers.isEmpty() ? ConfigOrigin.BUILT_IN : layers.get(0).origin());
        }

        /** The type of the value, by its number in the protocol. */
        byte type() {
            return switch (key.type().name()) {
                case BOOLEAN -> 1;
                case STRING -> 2;
                case INT -> 3;
                case SHORT -> 4;
                case LONG -> 5;
                case DOUBLE -> 6;
                case LIST -> 7;
                case CLASS -> 8;
                case PASSWORD -> 9;
            };
        }
    }

    /** Who set something, by its number in the protocol. */
    static byte number(ConfigOrigin origin) {
        return switch (origin) {
            case TOPIC -> 1;
            case BROKER -> 2;
            case CLUSTER_DEFAULT -> 3;
            case STATIC_BROKER -> 4;
            case BUILT_IN -> 5;
            case GROUP -> 8;
        };
    }

    /** All settings of a topic that sets these itself, by name. */
    List<Description> ofTopic(Map<String, String> settings) {
        List<Description> descriptions = new ArrayList<>();
        for (ConfigKey<?> key : TopicConfigs.KEYS.all()) {
            List<ConfigLayer> layers = new ArrayList<>();
            for (ConfigLayer layer : defaults.topicLayers(key, settings)) {
                ConfigKey<?> setKey = layer.origin() == ConfigOrigin.TOPIC ? key : brokerKey(layer.name());
                layers.add(shown(setKey, layer));
            }
            descriptions.add(new Description(key, shown(key, defaults.topicText(key, settings)), false, layers));
        }
        return descriptions;
    }

    /** All settings of a group that sets these itself, by name. */
    List<Description> ofGroup(Map<String, String> settings) {
        List<Description> descriptions = new ArrayList<>();
        for (ConfigKey<?> key : GroupConfigs.KEYS.all()) {
            List<ConfigLayer> layers = new ArrayList<>();
            String own = settings.get(key.name());
            if (own != null) {
                layers.add(new ConfigLayer(key.name(), own, ConfigOrigin.GROUP));
            }
            GroupConfigs.Range range = GroupConfigs.range(key.name());
            if (range != null) {
                layers.addAll(defaults.brokerLayers(range.value()));
            }
            descriptions.add(new Description(key, layers.get(0).text(), false, layers));
        }
        return descriptions;
    }

    /** All settings of this broker, by name. */
    List<Description> ofBroker() {
        return defaults.brokerKeys().all().stream()
                .sorted(Comparator.comparing(ConfigKey::name))
                .map(key -> ofBroker(key, layers(key)))
                .toList();
    }

    /** What was set for all brokers while they ran; a key another version knew and this one does not is left out. */
    List<Description> ofAllBrokers() {
        List<Description> descriptions = new ArrayList<>();
        image.settings(ConfigResource.ALL_BROKERS).forEach((name, text) -> {
            ConfigKey<?> key = brokerKey(name);
            if (key != null) {
                String value = key.isSensitive() ? null : shown(key, text);
                descriptions.add(ofBroker(key, List.of(new ConfigLayer(name, value, ConfigOrigin.CLUSTER_DEFAULT))));
            }
        });
        return descriptions;
    }

    private static Description ofBroker(ConfigKey<?> key, List<ConfigLayer> layers) {
        String value = layers.isEmpty() ? null : layers.get(0).text();
        return new Description(key, value, key.scope() == ConfigScope.READ_ONLY, layers);
    }

    /** Where a key has a value, so do the weaker ones: {@code log.retention.hours} behind {@code log.retention.ms}. */
    private List<ConfigLayer> layers(ConfigKey<?> key) {
        List<ConfigLayer> layers = new ArrayList<>(defaults.brokerLayers(key));
        ConfigKey<?> topicKey = TopicConfigs.topicKeyOf(key.name());
        if (topicKey != null && !layers.isEmpty()) {
            boolean isBehind = false;
            for (TopicConfigs.Synonym synonym : TopicConfigs.synonyms(topicKey)) {
                if (isBehind) {
                    layers.addAll(defaults.brokerLayers(synonym.brokerKey()));
                }
                isBehind = isBehind || synonym.brokerKey().name().equals(key.name());
            }
        }
        return layers.stream()
                .map(layer -> shown(brokerKey(layer.name()), layer))
                .toList();
    }

    private @Nullable ConfigKey<?> brokerKey(String name) {
        return defaults.brokerKeys().find(name);
    }

    private static ConfigLayer shown(@Nullable ConfigKey<?> key, ConfigLayer layer) {
        String text = layer.text();
        return key == null || text == null ? layer : new ConfigLayer(layer.name(), shown(key, text), layer.origin());
    }

    /** The text as the key writes it: without blanks, {@code TRUE} as {@code true}. */
    private static <T> String shown(ConfigKey<T> key, String text) {
        try {
            return key.print(key.parse(text));
        } catch (ConfigException e) {
            // Another version let it in; it is shown as it is.
            return text;
        }
    }
}
