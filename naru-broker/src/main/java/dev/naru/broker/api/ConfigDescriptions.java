package dev.naru.broker.api;

import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigScope;
import dev.naru.common.config.ConfigView;
import dev.naru.metadata.BrokerDefaults;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.ConfigLayer;
import dev.naru.metadata.ConfigOrigin;
import dev.naru.metadata.ConfigResource;
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
        };
    }

    /** All settings of a topic that sets these itself. */
    List<Description> ofTopic(Map<String, String> settings) {
        List<Description> descriptions = new ArrayList<>();
        for (ConfigKey<?> key : TopicConfigs.KEYS.all()) {
            descriptions.add(new Description(
                    key, defaults.topicText(key, settings), false, defaults.topicLayers(key, settings)));
        }
        return descriptions;
    }

    /** All settings of this broker, by name. */
    List<Description> ofBroker() {
        return defaults.brokerKeys().all().stream()
                .sorted(Comparator.comparing(ConfigKey::name))
                .map(key -> ofBroker(key, defaults.brokerLayers(key)))
                .toList();
    }

    /** What was set for all brokers while they ran. */
    List<Description> ofAllBrokers() {
        List<Description> descriptions = new ArrayList<>();
        image.settings(ConfigResource.ALL_BROKERS).forEach((name, text) -> {
            ConfigKey<?> key = defaults.brokerKeys().find(name);
            if (key != null) {
                String shown = key.isSensitive() ? null : text;
                descriptions.add(ofBroker(key, List.of(new ConfigLayer(name, shown, ConfigOrigin.CLUSTER_DEFAULT))));
            }
        });
        return descriptions;
    }

    private static Description ofBroker(ConfigKey<?> key, List<ConfigLayer> layers) {
        String value = layers.isEmpty() ? null : layers.get(0).text();
        return new Description(key, value, key.scope() == ConfigScope.READ_ONLY, layers);
    }
}
