package dev.naru.common.config;

import java.util.List;
import java.util.function.Predicate;

/** Which values a key accepts, and the words that say so to an operator. */
public record Allowed<T>(Predicate<T> test, String description) {
    /** Every value of the type. */
    public static <T> Allowed<T> anything() {
        return new Allowed<>(value -> true, "any value");
    }

    /** {@code min} and more. */
    public static <T extends Comparable<T>> Allowed<T> atLeast(T min) {
        return new Allowed<>(value -> value.compareTo(min) >= 0, "at least " + min);
    }

    /** From {@code min} to {@code max}, both included. */
    public static <T extends Comparable<T>> Allowed<T> between(T min, T max) {
        return new Allowed<>(
                value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0, "between " + min + " and " + max);
    }

    /** One of these texts. */
    public static Allowed<String> oneOf(String... values) {
        List<String> all = List.of(values);
        return new Allowed<>(all::contains, "one of " + String.join(", ", all));
    }

    /** Any of these texts; also none of them. Saying one twice does no harm. */
    public static Allowed<List<String>> someOf(String... values) {
        List<String> all = List.of(values);
        return new Allowed<>(all::containsAll, "any of " + String.join(", ", all));
    }

    /** Text with something in it. */
    public static Allowed<String> nonEmpty() {
        return new Allowed<>(text -> !text.isEmpty(), "text that is not empty");
    }

    /** This, or one value more. */
    public Allowed<T> or(T value) {
        return new Allowed<>(test.or(value::equals), description + ", or " + value);
    }

    boolean accepts(T value) {
        return test.test(value);
    }
}
