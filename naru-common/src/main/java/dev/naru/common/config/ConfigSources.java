package dev.naru.common.config;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads configuration from where an operator writes it. The command line wins over the environment, which wins over the
 * file, which wins over the defaults. A name nobody knows gives a warning; a value that is not allowed, an error: all
 * errors are collected, so that an operator sees them at once.
 *
 * <p>Threading: confined to the thread that starts the broker.
 */
public final class ConfigSources {
    private static final String ENVIRONMENT_PREFIX = "NARU_";

    /** Variables of the launcher, which are not configuration keys. */
    private static final Set<String> LAUNCHER_VARIABLES =
            Set.of("NARU_HEAP", "NARU_HOME", "NARU_JVM_OPTIONS", "NARU_LOG_LEVEL", "NARU_TRAIN");

    private final ConfigKeys keys;
    private final Map<String, ConfigView.Setting> settings = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** For these keys; nothing is set yet. */
    public ConfigSources(ConfigKeys keys) {
        this.keys = keys;
    }

    /** Takes the text of a properties file, as Java and Kafka read it: comments, continued lines, escapes. */
    public ConfigSources file(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            problems.add("The properties file cannot be read: " + e.getMessage());
        }
        Map<String, String> byName = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> byName.put(name, properties.getProperty(name)));
        byName.forEach((name, value) -> set(name, value, ConfigSource.FILE));
        return this;
    }

    /** Takes variables such as {@code NARU_LOG_RETENTION_MS}; those without the prefix are none of our business. */
    public ConfigSources environment(Map<String, String> variables) {
        Map<String, String> namesByVariable = new LinkedHashMap<>();
        keys.all().forEach(key -> namesByVariable.put(variableOf(key.name()), key.name()));
        new TreeMap<>(variables).forEach((variable, value) -> {
            if (variable.startsWith(ENVIRONMENT_PREFIX) && !LAUNCHER_VARIABLES.contains(variable)) {
                String name = namesByVariable.get(variable);
                set(name == null ? nameOf(variable) : name, value, ConfigSource.ENVIRONMENT);
            }
        });
        return this;
    }

    /** Takes {@code key=value} arguments. */
    public ConfigSources commandLine(List<String> assignments) {
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals <= 0) {
                problems.add("--set takes key=value, not '" + assignment + "'");
            } else {
                set(
                        assignment.substring(0, equals).trim(),
                        assignment.substring(equals + 1),
                        ConfigSource.COMMAND_LINE);
            }
        }
        return this;
    }

    /**
     * What came out.
     *
     * @throws ConfigException if any value is not allowed; one line for each
     */
    public ConfigView read() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(String.join("\n", problems));
        }
        return new ConfigView(keys, settings, warnings);
    }

    private void set(String name, String text, ConfigSource source) {
        ConfigKey<?> key = keys.find(name);
        if (key == null) {
            warnings.add(keys.explainUnknown(name));
            return;
        }
        try {
            Object value = key.parse(text);
            ConfigView.Setting before = settings.get(name);
            if (before == null || source.compareTo(before.source()) <= 0) {
                settings.put(name, new ConfigView.Setting(value, text.trim(), source));
            }
        } catch (ConfigException e) {
            problems.add(e.getMessage());
        }
    }

    private static String variableOf(String name) {
        return ENVIRONMENT_PREFIX + name.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static String nameOf(String variable) {
        return variable.substring(ENVIRONMENT_PREFIX.length()).replace('_', '.').toLowerCase(Locale.ROOT);
    }
}
