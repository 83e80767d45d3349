package dev.naru.client.group;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The topics a member wants to read: names, or all that match a regular expression. Exactly one of the two is given.
 *
 * @param topics names; empty if there is a pattern
 * @param pattern a regular expression the whole name must match, in RE2 syntax, which the coordinator looks after; in a
 *     classic group this client does, with Java's syntax. Null if there are names
 */
public record Subscription(Set<String> topics, @Nullable String pattern) {
    public Subscription {
        topics = Set.copyOf(topics);
        if (topics.isEmpty() == (pattern == null)) {
            throw new IllegalArgumentException("either topics or a pattern are subscribed to");
        }
    }

    /** Whether a topic of this name is one of them; patterns are taken as Java's. */
    boolean includes(String topic) {
        return pattern == null ? topics.contains(topic) : Pattern.matches(pattern, topic);
    }

    /** These topics, at least one. */
    public static Subscription to(String... topics) {
        return new Subscription(new TreeSet<>(Set.of(topics)), null);
    }

    /** All topics whose whole name matches. */
    public static Subscription matching(String pattern) {
        return new Subscription(Set.of(), pattern);
    }
}
