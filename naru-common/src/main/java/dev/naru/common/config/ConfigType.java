package dev.naru.common.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The type of a configuration value: how it is read from text and written as text. Surrounding blanks never count.
 *
 * <p>The names are Kafka's, because clients are told the type of each key.
 */
public final class ConfigType<T> {
    /** {@code true} or {@code false}, in any case. */
    public static final ConfigType<Boolean> BOOLEAN = new ConfigType<>(Name.BOOLEAN, ConfigType::parseBoolean);
    /** A 32-bit number. */
    public static final ConfigType<Integer> INT = new ConfigType<>(Name.INT, Integer::valueOf);
    /** A 64-bit number. */
    public static final ConfigType<Long> LONG = new ConfigType<>(Name.LONG, Long::valueOf);
    /** A 16-bit number. */
    public static final ConfigType<Short> SHORT = new ConfigType<>(Name.SHORT, Short::valueOf);
    /** A floating-point number. */
    public static final ConfigType<Double> DOUBLE = new ConfigType<>(Name.DOUBLE, Double::valueOf);
    /** Text. */
    public static final ConfigType<String> STRING = new ConfigType<>(Name.STRING, text -> text);
    /** The name of a class. */
    public static final ConfigType<String> CLASS = new ConfigType<>(Name.CLASS, text -> text);
    /** Text separated by commas; the empty text is the empty list. */
    public static final ConfigType<List<String>> LIST =
            new ConfigType<>(Name.LIST, ConfigType::parseList, list -> String.join(",", list));
    /** A secret: never printed, never logged. */
    public static final ConfigType<Password> PASSWORD = new ConfigType<>(Name.PASSWORD, Password::new, Password::value);

    /** Kafka's names of the types. */
    public enum Name {
        /** {@code true} or {@code false}. */
        BOOLEAN,
        /** 32 bits. */
        INT,
        /** 64 bits. */
        LONG,
        /** 16 bits. */
        SHORT,
        /** Floating point. */
        DOUBLE,
        /** Text. */
        STRING,
        /** Text separated by commas. */
        LIST,
        /** A secret. */
        PASSWORD,
        /** The name of a class. */
        CLASS
    }

    private final Name name;
    private final Function<String, T> parser;
    private final Function<T, String> printer;

    private ConfigType(Name name, Function<String, T> parser) {
        this(name, parser, Object::toString);
    }

    private ConfigType(Name name, Function<String, T> parser, Function<T, String> printer) {
        this.name = name;
        this.parser = parser;
        this.printer = printer;
    }

    /** Which type this is. */
    public Name name() {
        return name;
    }

    /**
     * Reads a value.
     *
     * @throws ConfigException if {@code text} is not of this type; the message is the reason alone
     */
    T parse(String text) throws ConfigException {
        try {
            return parser.apply(text.trim());
        } catch (IllegalArgumentException e) {
            throw new ConfigException("not a value of type " + name, e);
        }
    }

    /** Writes a value so that {@link #parse} reads it back. */
    String print(T value) {
        return printer.apply(value);
    }

    @Override
    public String toString() {
        return name.toString();
    }

    private static Boolean parseBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static List<String> parseList(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(text.split(",", -1)).map(String::trim).toList();
    }
}
