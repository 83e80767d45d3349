package dev.naru.broker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code naru start} was given. {@code --listen} and {@code --data-dir} are short forms of {@code --set}, so there is
 * one way only for a value to reach the configuration.
 *
 * <p>Threading: immutable.
 *
 * @param configFile the properties file, or null
 * @param assignments {@code key=value}, in the order given
 * @param logLevel how much is logged, in lower case
 * @param stopsWithInput true to stop when standard input ends, so that the broker does not outlive whoever holds the other end
 * @param help true to print the usage and do nothing else
 */
record CommandLine(
        @Nullable Path configFile, List<String> assignments, String logLevel, boolean stopsWithInput, boolean help) {
    static final String USAGE = """
            Usage: naru start [options]
              --listen HOST:PORT     where to listen (default 127.0.0.1:9092)
              --data-dir DIR         where the data is (default ./data)
              --config FILE          a server.properties; its keys are Apache Kafka's
              --set KEY=VALUE        one key, more important than the file; may be repeated
              --log-level LEVEL      error, warn, info (default), debug or trace
              --stop-with-input      stop when standard input ends
              --help                 this text
            Environment: NARU_LOG_RETENTION_MS=... sets log.retention.ms, and so for every key.
            """;

    private static final Set<String> LOG_LEVELS = Set.of("error", "warn", "info", "debug", "trace");

    static CommandLine parse(String... arguments) throws UsageException {
        Path configFile = null;
        List<String> assignments = new ArrayList<>();
        String logLevel = "info";
        boolean stopsWithInput = false;
        boolean help = false;
        for (int index = 0; index < arguments.length; index++) {
            String argument = arguments[index];
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (name.equals("--help") || name.equals("-h")) {
                help = true;
                continue;
            }
            if (argument.equals("--stop-with-input")) {
                stopsWithInput = true;
                continue;
            }
            if (!Set.of("--listen", "--data-dir", "--config", "--set", "--log-level")
                    .contains(name)) {
                throw new UsageException("unknown option " + argument);
            }
            String value;
            if (equals >= 0) {
                value = argument.substring(equals + 1);
            } else if (index + 1 < arguments.length) {
                index++;
                value = arguments[index];
            } else {
                throw new UsageException(name + " needs a value");
            }
            switch (name) {
                case "--listen" -> assignments.add("listeners=PLAINTEXT://" + checkAddress(value));
                case "--data-dir" -> assignments.add("log.dirs=" + value);
                case "--config" -> configFile = Path.of(value);
                case "--set" -> assignments.add(value);
                default -> logLevel = checkLogLevel(value);
            }
        }
        return new CommandLine(configFile, List.copyOf(assignments), logLevel, stopsWithInput, help);
    }

    private static String checkAddress(String address) throws UsageException {
        int colon = address.lastIndexOf(':');
        if (colon < 0 || !address.substring(colon + 1).matches("\\d{1,5}")) {
            throw new UsageException("--listen takes HOST:PORT, not '" + address + "'");
        }
        return address;
    }

    private static String checkLogLevel(String level) throws UsageException {
        String lower = level.toLowerCase(Locale.ROOT);
        if (!LOG_LEVELS.contains(lower)) {
            throw new UsageException("--log-level takes error, warn, info, debug or trace, not '" + level + "'");
        }
        return lower;
    }
}
