package dev.naru.common.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a module, or of the whole broker, by name and in declared order. Besides the keys in use it can list keys
 * that are known and without effect, so that bringing a {@code server.properties} from Kafka gives a reason instead of
 * "unknown key".
 *
 * <p>Threading: immutable.
 */
public final class ConfigKeys {
    private final Map<String, ConfigKey<?>> byName;
    private final Map<String, String> ignored;

    private ConfigKeys(Map<String, ConfigKey<?>> byName, Map<String, String> ignored) {
        this.byName = byName;
        this.ignored = ignored;
    }

    /** These keys; each name only once. */
    public static ConfigKeys of(ConfigKey<?>... keys) {
        return of(List.of(keys));
    }

    /** These keys; each name only once. */
    public static ConfigKeys of(List<ConfigKey<?>> keys) {
        Map<String, ConfigKey<?>> byName = new LinkedHashMap<>();
        for (ConfigKey<?> key : keys) {
            if (byName.put(key.name(), key) != null) {
                throw new IllegalArgumentException("declared twice: " + key);
            }
        }
        return new ConfigKeys(byName, Map.of());
    }

    /** These keys and those of another module. A key both declare must be the same constant. */
    public ConfigKeys and(ConfigKeys other) {
        Map<String, ConfigKey<?>> joined = new LinkedHashMap<>(byName);
        other.byName.forEach((name, key) -> {
            ConfigKey<?> before = joined.put(name, key);
            if (before != null && before != key) {
                throw new IllegalArgumentException("declared twice: " + name);
            }
        });
        Map<String, String> joinedIgnored = new LinkedHashMap<>(ignored);
        joinedIgnored.putAll(other.ignored);
        return new ConfigKeys(joined, joinedIgnored);
    }

    /** The same keys, and names that are known and have no effect, each with the reason. */
    public ConfigKeys ignoring(Map<String, String> reasonsByName) {
        Map<String, String> joined = new LinkedHashMap<>(ignored);
        joined.putAll(reasonsByName);
        return new ConfigKeys(byName, joined);
    }

    /** All keys in declared order. */
    public Collection<ConfigKey<?>> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** The key of this name, or null. */
    public @Nullable ConfigKey<?> find(String name) {
        return byName.get(name);
    }

    boolean declares(ConfigKey<?> key) {
        return byName.get(key.name()) == key;
    }

    /** One sentence about a name that is not a key: ignored with a reason, or unknown with the nearest known name. */
    public String explainUnknown(String name) {
        String reason = ignored.get(name);
        if (reason != null) {
            return "Configuration " + name + " has no effect: " + reason;
        }
        String nearest = NearestName.of(name, byName.keySet());
        return "Unknown configuration " + name + (nearest == null ? "." : "; did you mean " + nearest + "?");
    }
}
