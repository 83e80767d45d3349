package dev.naru.tests.reference;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Replaces values that a broker makes up (member ids, producer ids, topic ids) by names like {@code <member-1>}, counted in order of
 * first appearance, and back. What the scenario itself has sent is nothing made up and stays as it is.
 *
 * <p>Threading: the test's thread.
 */
final class StableNames {
    private final Map<String, String> valueByName = new HashMap<>();
    private final Map<String, String> nameByValue = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Set<String> sent = new HashSet<>();

    void define(String name, String value) {
        valueByName.put(name, value);
        nameByValue.put(value, name);
    }

    /** The word of a request: the value behind a name, or the word itself. */
    String valueOf(String word) {
        if (word.startsWith("<") && word.endsWith(">")) {
            String value = valueByName.get(word);
            if (value == null) {
                throw new IllegalArgumentException("nothing is called " + word + " yet");
            }
            return value;
        }
        return word;
    }

    /** Remembers that the scenario made up this value, not the broker. */
    void sent(String value) {
        sent.add(value);
    }

    boolean wasSent(String value) {
        return sent.contains(value);
    }

    /** The name if there is one, the value if it is the scenario's own, else nothing. */
    String knownNameOf(String value) {
        return sent.contains(value) ? value : nameByValue.getOrDefault(value, "");
    }

    /** What stands for this value in an answer. */
    String nameOf(String kind, String value) {
        if (value.isEmpty() || sent.contains(value)) {
            return value;
        }
        String name = nameByValue.get(value);
        if (name == null) {
            name = "<" + kind + "-" + counts.merge(kind, 1, Integer::sum) + ">";
            define(name, value);
        }
        return name;
    }
}
