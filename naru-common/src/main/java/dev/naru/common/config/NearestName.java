package dev.naru.common.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the known name somebody probably meant, by the number of single-character edits between the two. */
final class NearestName {
    private static final int NAME_LENGTH_MAX = 200;

    private NearestName() {}

    /** The nearest of {@code known}, or null if none is near. */
    static @Nullable String of(String name, Collection<String> known) {
        if (name.length() > NAME_LENGTH_MAX) {
            return null;
        }
        String nearest = null;
        int nearestEdits = Math.max(2, name.length() / 3) + 1;
        for (String candidate : known) {
            int edits = edits(name, candidate);
            if (edits < nearestEdits) {
                nearestEdits = edits;
                nearest = candidate;
            }
        }
        return nearest;
    }

    private static int edits(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = previous[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, Math.min(previous[column], current[column - 1]) + 1);
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
