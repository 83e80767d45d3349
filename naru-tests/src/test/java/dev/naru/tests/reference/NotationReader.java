package dev.naru.tests.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the notation of requests: {@code name=value} pairs, where a value is a word, a text in quotes, a list {@code [a b]} or a
 * struct {@code {name=value}}. The result consists of strings, lists and maps; the word {@code null} is null.
 *
 * <p>Threading: confined to its user.
 */
final class NotationReader {
    private static final String ENDS_WORD = " =[]{}";

    private final String text;
    private int at;

    private NotationReader(String text) {
        this.text = text;
    }

    static Map<String, Object> fields(String text) {
        NotationReader reader = new NotationReader(text);
        Map<String, Object> fields = reader.fieldsUntil('\0');
        if (reader.at < text.length()) {
            throw reader.unexpected();
        }
        return fields;
    }

    private Map<String, Object> fieldsUntil(char end) {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (peek() != end) {
            String name = word();
            expect('=');
            fields.put(name, value());
        }
        return fields;
    }

    private Object value() {
        switch (peek()) {
            case '[' -> {
                at++;
                List<Object> elements = new ArrayList<>();
                while (peek() != ']') {
                    elements.add(value());
                }
                at++;
                return elements;
            }
            case '{' -> {
                at++;
                Map<String, Object> fields = fieldsUntil('}');
                at++;
                return fields;
            }
            case '"' -> {
                int end = text.indexOf('"', at + 1);
                String quoted = text.substring(at + 1, end);
                at = end + 1;
                return quoted;
            }
            default -> {
                String word = word();
                return word.equals("null") ? null : word;
            }
        }
    }

    private String word() {
        int start = at;
        while (at < text.length() && ENDS_WORD.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == start) {
            throw unexpected();
        }
        return text.substring(start, at);
    }

    /** The next character that is no space; zero at the end. */
    private char peek() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void expect(char expected) {
        if (peek() != expected) {
            throw unexpected();
        }
        at++;
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("not understood at character " + at + " of: " + text);
    }
}
