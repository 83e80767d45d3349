package dev.naru.broker.config;

import dev.naru.common.config.ConfigException;
import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigKeys;
import dev.naru.common.config.ConfigType;
import dev.naru.common.config.ConfigView;
import dev.naru.common.config.Importance;
import dev.naru.network.Listeners;
import java.util.List;

/** The keys that say where the broker listens. Threading: immutable. */
final class ListenerKeys {
    static final ConfigKey<List<String>> LISTENERS = ConfigKey.of(
                    "listeners", ConfigType.LIST, List.of("PLAINTEXT://127.0.0.1:9092"))
            .importance(Importance.HIGH)
            .means("Where the broker listens: NAME://HOST:PORT, separated by commas. An empty host means every address"
                    + " of the machine.");
    static final ConfigKey<List<String>> ADVERTISED_LISTENERS = ConfigKey.optional(
                    "advertised.listeners", ConfigType.LIST)
            .importance(Importance.HIGH)
            .means("What clients are told to connect to, where that differs from listeners.");
    static final ConfigKey<String> SECURITY_PROTOCOL_MAP = ConfigKey.of(
                    "listener.security.protocol.map", ConfigType.STRING, "")
            .means("The security protocol of each listener name: NAME:PROTOCOL, separated by commas.");
    static final ConfigKey<String> INTER_BROKER_LISTENER = ConfigKey.optional(
                    "inter.broker.listener.name", ConfigType.STRING)
            .means("The listener that brokers use among themselves; the first one if not set.");

    static final ConfigKeys ALL =
            ConfigKeys.of(LISTENERS, ADVERTISED_LISTENERS, SECURITY_PROTOCOL_MAP, INTER_BROKER_LISTENER);

    private ListenerKeys() {}

    static Listeners read(ConfigView view) throws ConfigException {
        try {
            List<String> advertised = view.find(ADVERTISED_LISTENERS);
            String interBroker = view.find(INTER_BROKER_LISTENER);
            return Listeners.parse(
                    String.join(",", view.get(LISTENERS)),
                    advertised == null ? "" : String.join(",", advertised),
                    view.get(SECURITY_PROTOCOL_MAP),
                    interBroker == null ? "" : interBroker);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }
}
