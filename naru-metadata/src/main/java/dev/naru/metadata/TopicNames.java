package dev.naru.metadata;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a topic may be called. Names become folders on disk and parts of metric names; the second is why two names that
 * differ only in {@code .} and {@code _} collide.
 *
 * <p>Threading: stateless.
 */
public final class TopicNames {
    /** Longest legal name. */
    public static final int LENGTH_MAX = 249;

    /** Topics the cluster keeps for itself. */
    private static final Set<String> INTERNAL =
            Set.of("__consumer_offsets", "__transaction_state", "__share_group_state");

    /** The log of the cluster's metadata, which is no topic to clients. */
    private static final String METADATA = "__cluster_metadata";

    private TopicNames() {}

    /** What is wrong with a name for a new topic, or null if nothing is. */
    public static @Nullable String problemWith(String name) {
        if (name.isEmpty()) {
            return "Topic name is invalid: it is empty";
        }
        if (name.equals(".") || name.equals("..")) {
            return "Topic name is invalid: it cannot be '.' or '..'";
        }
        if (name.length() > LENGTH_MAX) {
            return "Topic name is invalid: it has " + name.length() + " characters, at most " + LENGTH_MAX
                    + " are allowed";
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isLegal(name.charAt(i))) {
                return "Topic name is invalid: '" + name
                        + "' has a character other than a-z, A-Z, 0-9, '.', '_' and '-'";
            }
        }
        return null;
    }

    /** True if the cluster keeps this topic for itself. */
    public static boolean isInternal(String name) {
        return INTERNAL.contains(name);
    }

    /** True for the metadata log, which clients can neither create nor delete. */
    public static boolean isMetadataLog(String name) {
        return name.equals(METADATA);
    }

    /** A topic other than {@code name} that differs from it only in dots and underscores, or null. */
    public static @Nullable String collisionOf(String name, TopicsImage topics) {
        if (firstSeparator(name) == name.length()) {
            return null;
        }
        // All collisions share what comes before the first dot or underscore, so they are neighbours in the sorted
        // names.
        String prefix = name.substring(0, firstSeparator(name));
        for (Map.Entry<String, TopicImage> topic : topics.byName().from(prefix)) {
            String other = topic.getKey();
            if (!other.startsWith(prefix)) {
                return null;
            }
            if (!other.equals(name) && collide(other, name)) {
                return other;
            }
        }
        return null;
    }

    /** True if two names differ at most in dots and underscores. */
    public static boolean collide(String one, String other) {
        if (one.length() != other.length()) {
            return false;
        }
        for (int i = 0; i < one.length(); i++) {
            char left = one.charAt(i);
            char right = other.charAt(i);
            if (left != right && !(isSeparator(left) && isSeparator(right))) {
                return false;
            }
        }
        return true;
    }

    private static int firstSeparator(String name) {
        int index = 0;
        while (index < name.length() && !isSeparator(name.charAt(index))) {
            index++;
        }
        return index;
    }

    private static boolean isSeparator(char character) {
        return character == '.' || character == '_';
    }

    private static boolean isLegal(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '.'
                || character == '_'
                || character == '-';
    }
}
