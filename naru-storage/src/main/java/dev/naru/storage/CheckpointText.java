package dev.naru.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The text all of Kafka's checkpoint files share: a line with the version, 0, a line with the number of entries, then one
 * line for each.
 */
final class CheckpointText {
    private static final String VERSION = "0";

    private CheckpointText() {}

    static byte[] encode(List<String> entries) {
        StringBuilder text = new StringBuilder();
        text.append(VERSION).append('\n').append(entries.size()).append('\n');
        entries.forEach(entry -> text.append(entry).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The entries, each split at its spaces. */
    static List<String[]> decode(byte[] content, int fieldCount) throws MalformedCheckpointException {
        List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
        if (lines.size() < 2 || !lines.get(0).equals(VERSION)) {
            throw new MalformedCheckpointException("it does not begin with version 0 and a count");
        }
        long count = number(lines.get(1));
        if (count != lines.size() - 2) {
            throw new MalformedCheckpointException("it says " + count + " entries and has " + (lines.size() - 2));
        }
        List<String[]> entries = new ArrayList<>(lines.size());
        for (String line : lines.subList(2, lines.size())) {
            String[] fields = line.split(" ", -1);
            if (fields.length != fieldCount) {
                throw new MalformedCheckpointException(
                        String.format(Locale.ROOT, "an entry has %d fields instead of %d", fields.length, fieldCount));
            }
            entries.add(fields);
        }
        return entries;
    }

    static long number(String field) throws MalformedCheckpointException {
        try {
            return Long.parseLong(field);
        } catch (NumberFormatException e) {
            throw new MalformedCheckpointException("'" + field + "' is not a number");
        }
    }

    /** The file is not what it should be. */
    static final class MalformedCheckpointException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedCheckpointException(String message) {
            super(message);
        }
    }
}
