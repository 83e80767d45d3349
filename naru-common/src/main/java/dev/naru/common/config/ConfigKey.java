package dev.naru.common.config;

import org.jspecify.annotations.Nullable;

/**
 * A configuration key, declared once: name, type, default, allowed values, meaning. Declared as a constant of the module
 * that uses it, for example
 *
 * <pre>{@code
 * static final ConfigKey<Integer> NUM_PARTITIONS = ConfigKey.of("num.partitions", ConfigType.INT, 1)
 *         .allow(Allowed.atLeast(1))
 *         .means("Partitions of a topic that is created without saying how many.");
 * }</pre>
 *
 * <p>A key without a default ({@link #optional}) has no value until somebody sets one.
 *
 * <p>Threading: immutable.
 */
public final class ConfigKey<T> {
    private final String name;
    private final ConfigType<T> type;
    private final @Nullable T defaultValue;
    private final Allowed<T> allowed;
    private final Doc doc;
    private final ConfigScope scope;

    private record Doc(String meaning, ConfigUnit unit, Importance importance) {}

    private ConfigKey(
            String name, ConfigType<T> type, @Nullable T defaultValue, Allowed<T> allowed, Doc doc, ConfigScope scope) {
        this.name = name;
        this.type = type;
        this.defaultValue = defaultValue;
        this.allowed = allowed;
        this.doc = doc;
        this.scope = scope;
    }

    /** A key that always has a value. */
    public static <T> ConfigKey<T> of(String name, ConfigType<T> type, T defaultValue) {
        return declare(name, type, defaultValue);
    }

    /** A key that has no value unless one is set. */
    public static <T> ConfigKey<T> optional(String name, ConfigType<T> type) {
        return declare(name, type, null);
    }

    private static <T> ConfigKey<T> declare(String name, ConfigType<T> type, @Nullable T defaultValue) {
        Doc doc = new Doc("", ConfigUnit.NONE, Importance.MEDIUM);
        return new ConfigKey<>(name, type, defaultValue, Allowed.anything(), doc, ConfigScope.READ_ONLY);
    }

    /** The same key, accepting only these values. */
    public ConfigKey<T> allow(Allowed<T> values) {
        return new ConfigKey<>(name, type, defaultValue, values, doc, scope);
    }

    /** The same key with one or two sentences for an operator. */
    public ConfigKey<T> means(String meaning) {
        return withDoc(new Doc(meaning, doc.unit, doc.importance));
    }

    /** The same key, counting in {@code unit}. */
    public ConfigKey<T> in(ConfigUnit unit) {
        return withDoc(new Doc(doc.meaning, unit, doc.importance));
    }

    /** The same key with another importance than {@link Importance#MEDIUM}. */
    public ConfigKey<T> importance(Importance importance) {
        return withDoc(new Doc(doc.meaning, doc.unit, importance));
    }

    /** The same key with another scope than {@link ConfigScope#READ_ONLY}. */
    public ConfigKey<T> changeable(ConfigScope newScope) {
        return new ConfigKey<>(name, type, defaultValue, allowed, doc, newScope);
    }

    /** The same key under another name. */
    public ConfigKey<T> named(String newName) {
        return new ConfigKey<>(newName, type, defaultValue, allowed, doc, scope);
    }

    private ConfigKey<T> withDoc(Doc newDoc) {
        return new ConfigKey<>(name, type, defaultValue, allowed, newDoc, scope);
    }

    /** As written in {@code server.properties}. */
    public String name() {
        return name;
    }

    /** What kind of value it takes. */
    public ConfigType<T> type() {
        return type;
    }

    /** The value when nobody sets one; null for an optional key. */
    public @Nullable T defaultValue() {
        return defaultValue;
    }

    /** The default as text; null for an optional key. */
    public @Nullable String defaultText() {
        return defaultValue == null ? null : type.print(defaultValue);
    }

    /** Which values it accepts, in words, with the unit. */
    public String allowedText() {
        String unit = doc.unit.symbol();
        return unit.isEmpty() ? allowed.description() : allowed.description() + " (" + unit + ")";
    }

    /** One or two sentences for an operator. */
    public String meaning() {
        return doc.meaning;
    }

    /** What its number counts. */
    public ConfigUnit unit() {
        return doc.unit;
    }

    /** How much an operator has to care. */
    public Importance importance() {
        return doc.importance;
    }

    /** Where and when it can be changed. */
    public ConfigScope scope() {
        return scope;
    }

    /** True for a secret, whose value is never shown. */
    public boolean isSensitive() {
        return type.name() == ConfigType.Name.PASSWORD;
    }

    /**
     * Reads and checks a value.
     *
     * @throws ConfigException if it is not of the type or not allowed; the message names key, value and what is allowed
     */
    public T parse(String text) throws ConfigException {
        T value;
        try {
            value = type.parse(text);
        } catch (ConfigException e) {
            throw new ConfigException(problem(text, String.valueOf(e.getMessage())), e);
        }
        if (!allowed.accepts(value)) {
            throw new ConfigException(problem(text, "not allowed"));
        }
        return value;
    }

    /** What is wrong with this text as a value, or null if nothing is. */
    public @Nullable String problemWith(String text) {
        try {
            parse(text);
            return null;
        } catch (ConfigException e) {
            return e.getMessage();
        }
    }

    /** A value of this key as text. */
    public String print(T value) {
        return type.print(value);
    }

    private String problem(String text, String reason) {
        String shown = isSensitive() ? "[hidden]" : text;
        return "Invalid value " + shown + " for configuration " + name + ": " + reason + "; expected " + type + ", "
                + allowedText() + ".";
    }

    @Override
    public String toString() {
        return name;
    }
}
