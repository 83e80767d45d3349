package dev.naru.broker.api;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.naru.controller.ConfigEdit;
import dev.naru.protocol.ErrorCode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The loggers of this process and how much each writes. A level lasts until the process ends; a logger whose level is
 * deleted follows its parent again. The root of all loggers is called {@value #ROOT}.
 *
 * <p>Threading: safe from any thread.
 */
final class BrokerLoggers {
    static final String ROOT = "root";

    /** Kafka's; the logging library has no FATAL, which counts as ERROR. */
    private static final List<String> LEVELS = List.of("DEBUG", "ERROR", "FATAL", "INFO", "TRACE", "WARN");

    private final int brokerId;

    BrokerLoggers(int brokerId) {
        this.brokerId = brokerId;
    }

    /** What became of a change. */
    record Outcome(ErrorCode error, @Nullable String message) {
        static final Outcome DONE = new Outcome(ErrorCode.NONE, null);
    }

    /** Why the loggers of a broker named like this cannot be spoken of here, or null if they can. */
    @Nullable
    String problemWith(String brokerName) {
        return brokerName.equals(Integer.toString(brokerId))
                ? null
                : "This is broker " + brokerId + "; it has no loggers of broker '" + brokerName + "'.";
    }

    /** The level each logger works at, by name. */
    SortedMap<String, String> levels() {
        SortedMap<String, String> levels = new TreeMap<>();
        LoggerContext context = context();
        if (context != null) {
            context.getLoggerList()
                    .forEach(logger -> levels.put(
                            nameOf(logger), logger.getEffectiveLevel().toString()));
        }
        return levels;
    }

    /** Changes all of these levels or none. */
    Outcome alter(String brokerName, List<ConfigEdit> edits, boolean validateOnly) {
        String problem = problemWith(brokerName);
        if (problem != null) {
            return new Outcome(ErrorCode.INVALID_REQUEST, problem);
        }
        for (ConfigEdit edit : edits) {
            Outcome outcome = check(edit);
            if (outcome.error != ErrorCode.NONE) {
                return outcome;
            }
        }
        if (!validateOnly) {
            edits.forEach(this::apply);
        }
        return Outcome.DONE;
    }

    private Outcome check(ConfigEdit edit) {
        if (edit.kind() == ConfigEdit.Kind.APPEND || edit.kind() == ConfigEdit.Kind.SUBTRACT) {
            return new Outcome(
                    ErrorCode.INVALID_REQUEST, edit.kind() + " needs a list, and the level of a logger is none.");
        }
        if (find(edit.name()) == null) {
            return new Outcome(ErrorCode.INVALID_CONFIG, "There is no logger " + edit.name() + ".");
        }
        if (edit.kind() == ConfigEdit.Kind.DELETE) {
            return edit.name().equals(ROOT)
                    ? new Outcome(ErrorCode.INVALID_REQUEST, "The root logger has to have a level.")
                    : Outcome.DONE;
        }
        String level = edit.value();
        return level == null || !LEVELS.contains(level)
                ? new Outcome(
                        ErrorCode.INVALID_CONFIG,
                        "The level of " + edit.name() + " cannot be " + level + "; it is one of "
                                + String.join(", ", LEVELS) + ".")
                : Outcome.DONE;
    }

    private void apply(ConfigEdit edit) {
        Logger logger = find(edit.name());
        if (logger != null) {
            String level = edit.kind() == ConfigEdit.Kind.DELETE ? null : edit.value();
            logger.setLevel(level == null ? null : Level.toLevel(level, Level.ERROR));
        }
    }

    private static @Nullable Logger find(String name) {
        LoggerContext context = context();
        return context == null ? null : context.exists(name.equals(ROOT) ? Logger.ROOT_LOGGER_NAME : name);
    }

    private static String nameOf(Logger logger) {
        return logger.getName().equals(Logger.ROOT_LOGGER_NAME) ? ROOT : logger.getName();
    }

    /** Null where the broker runs inside a program that logs in another way. */
    private static @Nullable LoggerContext context() {
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext context ? context : null;
    }
}
