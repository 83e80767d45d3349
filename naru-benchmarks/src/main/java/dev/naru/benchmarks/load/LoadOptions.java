package dev.naru.benchmarks.load;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * What a load was told on its command line.
 *
 * <p>Threading: immutable.
 */
final class LoadOptions {
    private final Map<String, String> options;

    private LoadOptions(Map<String, String> options) {
        this.options = Map.copyOf(options);
    }

    static LoadOptions parse(String... arguments) {
        Map<String, String> options = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            options.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return new LoadOptions(options);
    }

    String text(String key) {
        String value = options.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }

    long number(String key) {
        return Long.parseLong(text(key));
    }

    String topic() {
        return text("topic");
    }

    int partitions() {
        return (int) number("partitions");
    }

    int recordSizeBytes() {
        return (int) number("recordSizeBytes");
    }

    long brokerPid() {
        return number("pid");
    }

    /** What every client of a load is configured with. */
    Properties client() {
        Properties configs = new Properties();
        configs.put("bootstrap.servers", text("bootstrap"));
        configs.put("enable.metrics.push", "false");
        return configs;
    }
}
