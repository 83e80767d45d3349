package dev.naru.common.config;

import dev.naru.common.Invariant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The values of a broker's keys, already read and checked. A module takes its own from here once, into a record, and
 * passes the record on.
 *
 * <p>Threading: immutable.
 */
public final class ConfigView {
    private final ConfigKeys keys;
    private final Map<String, Setting> settings;
    private final List<String> warnings;

    /** A value that was set, by whom. */
    record Setting(Object value, String text, ConfigSource source) {}

    ConfigView(ConfigKeys keys, Map<String, Setting> settings, List<String> warnings) {
        this.keys = keys;
        this.settings = Map.copyOf(settings);
        this.warnings = List.copyOf(warnings);
    }

    /** Every key at its default. */
    public static ConfigView defaults(ConfigKeys keys) {
        return new ConfigView(keys, Map.of(), List.of());
    }

    /** The value of a key that has a default. */
    public <T> T get(ConfigKey<T> key) {
        return Objects.requireNonNull(find(key), () -> key + " has no default; ask with find");
    }

    /** The value of a key, or null for an optional key that nobody set. */
    public <T> @Nullable T find(ConfigKey<T> key) {
        Invariant.check(keys.declares(key), "a configuration key that was not declared is read");
        Setting setting = settings.get(key.name());
        if (setting == null) {
            return key.defaultValue();
        }
        // Only this key's own parse put the value there.
        @SuppressWarnings("unchecked")
        T value = (T) setting.value;
        return value;
    }

    /** The text a key was set to, or its default as text; null for an optional key that nobody set. */
    public @Nullable String text(ConfigKey<?> key) {
        Setting setting = settings.get(key.name());
        return setting == null ? key.defaultText() : setting.text;
    }

    /** Where a key's value comes from. */
    public ConfigSource source(ConfigKey<?> key) {
        Setting setting = settings.get(key.name());
        return setting == null ? ConfigSource.DEFAULT : setting.source;
    }

    /** The keys this view has values for. */
    public ConfigKeys keys() {
        return keys;
    }

    /** Sentences for the operator about what was set and has no effect. */
    public List<String> warnings() {
        return warnings;
    }
}
