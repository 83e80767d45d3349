package dev.naru.broker.config;

import dev.naru.common.config.Allowed;
import dev.naru.common.config.ConfigException;
import dev.naru.common.config.ConfigKey;
import dev.naru.common.config.ConfigKeys;
import dev.naru.common.config.ConfigScope;
import dev.naru.common.config.ConfigType;
import dev.naru.common.config.ConfigUnit;
import dev.naru.common.config.ConfigView;
import dev.naru.common.config.Importance;
import dev.naru.metadata.BrokerDefaults;
import dev.naru.network.ConnectionLimits;
import dev.naru.network.ConnectionQuota;
import java.util.regex.Pattern;

/** The keys of sockets and connections. Threading: immutable. */
final class NetworkKeys {
    private static final Pattern OVERRIDES =
            Pattern.compile("\\s*[^,\\s]+:[0-9]{1,9}\\s*(,\\s*[^,\\s]+:[0-9]{1,9}\\s*)*");

    static final ConfigKey<Integer> REQUEST_BYTES_MAX = ConfigKey.of(
                    "socket.request.max.bytes", ConfigType.INT, 100 * 1024 * 1024)
            .allow(Allowed.atLeast(1024))
            .in(ConfigUnit.BYTES)
            .means("The largest request; a larger one closes its connection before memory is taken for it.");
    static final ConfigKey<Integer> CONNECTIONS_MAX = ConfigKey.of("max.connections", ConfigType.INT, Integer.MAX_VALUE)
            .allow(Allowed.atLeast(0))
            .changeable(ConfigScope.CLUSTER_WIDE)
            .means("Connections at most; one more is closed at once.");
    static final ConfigKey<Integer> CONNECTIONS_PER_IP_MAX = ConfigKey.of(
                    "max.connections.per.ip", ConfigType.INT, Integer.MAX_VALUE)
            .allow(Allowed.atLeast(0))
            .changeable(ConfigScope.CLUSTER_WIDE)
            .means("Connections from one address at most.");
    static final ConfigKey<String> CONNECTIONS_PER_IP_OVERRIDES = ConfigKey.of(
                    "max.connections.per.ip.overrides", ConfigType.STRING, "")
            .allow(new Allowed<>(
                    text -> text.isBlank() || OVERRIDES.matcher(text).matches(), "HOST:COUNT, separated by commas"))
            .changeable(ConfigScope.CLUSTER_WIDE)
            .means("Other limits for some addresses: HOST:COUNT, separated by commas.");
    static final ConfigKey<Long> IDLE_MS_MAX = ConfigKey.of("connections.max.idle.ms", ConfigType.LONG, 600_000L)
            .in(ConfigUnit.MILLISECONDS)
            .means("A connection without a request for so long is closed; a negative time means never.");
    static final ConfigKey<Integer> REQUESTS_PER_CONNECTION_MAX = ConfigKey.of(
                    "naru.connection.requests.max", ConfigType.INT, 64)
            .allow(Allowed.atLeast(1))
            .means("Requests of one connection that are worked on at a time; then reading from it is paused.");
    static final ConfigKey<Long> BYTES_PER_CONNECTION_MAX = ConfigKey.of(
                    "naru.connection.bytes.max", ConfigType.LONG, 16L * 1024 * 1024)
            .allow(Allowed.atLeast(1024L))
            .in(ConfigUnit.BYTES)
            .means("Bytes of requests of one connection that are worked on at a time; then reading from it is paused.");
    static final ConfigKey<Long> QUEUED_BYTES_MAX = ConfigKey.of("queued.max.request.bytes", ConfigType.LONG, -1L)
            .importance(Importance.MEDIUM)
            .in(ConfigUnit.BYTES)
            .means(
                    "Bytes of all requests that are worked on at a time; then reading is paused. -1 sets it by the memory"
                            + " of the process.");

    static final ConfigKeys ALL = ConfigKeys.of(
            REQUEST_BYTES_MAX,
            CONNECTIONS_MAX,
            CONNECTIONS_PER_IP_MAX,
            CONNECTIONS_PER_IP_OVERRIDES,
            IDLE_MS_MAX,
            REQUESTS_PER_CONNECTION_MAX,
            BYTES_PER_CONNECTION_MAX,
            QUEUED_BYTES_MAX);

    private NetworkKeys() {}

    static ConnectionLimits limits(ConfigView view) {
        long idleMs = view.get(IDLE_MS_MAX);
        return new ConnectionLimits(
                view.get(REQUESTS_PER_CONNECTION_MAX),
                view.get(BYTES_PER_CONNECTION_MAX),
                ConnectionLimits.DEFAULT.unsentBytesMax(),
                idleMs < 0 ? Long.MAX_VALUE : idleMs);
    }

    /** Half of what the process may have outside the heap, which is as much as its heap, unless an operator knows better. */
    static long queuedBytesMax(ConfigView view) {
        long configured = view.get(QUEUED_BYTES_MAX);
        long bytes = configured > 0 ? configured : Runtime.getRuntime().maxMemory() / 2;
        return Math.max(bytes, view.get(REQUEST_BYTES_MAX));
    }

    /** May look up host names. */
    static ConnectionQuota quota(BrokerDefaults now) throws ConfigException {
        try {
            return ConnectionQuota.parse(
                    now.brokerValue(CONNECTIONS_MAX),
                    now.brokerValue(CONNECTIONS_PER_IP_MAX),
                    now.brokerValue(CONNECTIONS_PER_IP_OVERRIDES));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }
}
