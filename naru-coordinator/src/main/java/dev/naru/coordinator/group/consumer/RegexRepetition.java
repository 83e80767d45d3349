package dev.naru.coordinator.group.consumer;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often the most repeated part of a regular expression is repeated by counts, such as {@code {2,5}}. It reads only as much
 * of the syntax as that takes; of an expression that is none, whatever it says does no harm.
 *
 * <p>Threading: confined to one call.
 */
final class RegexRepetition {
    private static final long TOO_MANY = 1_000_000;

    private final String regex;
    /** For each open group, how often its most repeated part is repeated within it. */
    private final Deque<Long> groups = new ArrayDeque<>();

    private int index;

    private RegexRepetition(String regex) {
        this.regex = regex;
        groups.push(1L);
    }

    static long of(String regex) {
        return new RegexRepetition(regex).scan();
    }

    private long scan() {
        long last = 1;
        while (index < regex.length()) {
            char next = regex.charAt(index++);
            switch (next) {
                case '\\' -> {
                    index++;
                    last = 1;
                }
                case '[' -> {
                    skipClass();
                    last = 1;
                }
                case '(' -> groups.push(1L);
                case ')' -> last = closeGroup();
                case '{' -> {
                    last = Math.min(TOO_MANY, last * count());
                    note(last);
                }
                default -> last = 1;
            }
        }
        while (groups.size() > 1) {
            note(closeGroup());
        }
        return groups.getFirst();
    }

    private void note(long repetition) {
        groups.push(Math.max(groups.pop(), repetition));
    }

    private long closeGroup() {
        if (groups.size() == 1) {
            return 1;
        }
        long inner = groups.pop();
        note(inner);
        return inner;
    }

    private void skipClass() {
        // A bracket that comes first stands for itself.
        index += index < regex.length() && regex.charAt(index) == '^' ? 1 : 0;
        index += index < regex.length() && regex.charAt(index) == ']' ? 1 : 0;
        while (index < regex.length() && regex.charAt(index) != ']') {
            index += regex.charAt(index) == '\\' ? 2 : 1;
        }
        index++;
    }

    /** The larger of the numbers up to the brace that closes; 1 if this is no count. */
    private long count() {
        long largest = 1;
        long number = 0;
        int at = index;
        while (at < regex.length() && (Character.isDigit(regex.charAt(at)) || regex.charAt(at) == ',')) {
            char next = regex.charAt(at++);
            number = next == ',' ? 0 : Math.min(TOO_MANY, number * 10 + Character.digit(next, 10));
            largest = Math.max(largest, number);
        }
        return at < regex.length() && regex.charAt(at) == '}' ? largest : 1;
    }
}
