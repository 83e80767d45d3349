package dev.naru.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What clients were told: which value is at which offset of which partition. It fails when they are told otherwise later:
 * a value that moved, vanished, came twice, or was never sent.
 *
 * <p>Threading: the simulation's thread.
 */
final class History {
    private final Map<Integer, TreeMap<Long, String>> told = new HashMap<>();
    private final Set<String> sent = new HashSet<>();
    private int acknowledged;

    /** A value of a writer and its number there: {@code writer-number}. */
    static String value(int writer, int number) {
        return writer + "-" + number;
    }

    void onSent(String value) {
        sent.add(value);
    }

    void onAcknowledged(int partition, long offset, String value) {
        acknowledged++;
        onSeen(partition, offset, value);
    }

    /** A client was told that this value is at this offset. */
    void onSeen(int partition, long offset, String value) {
        // Plain comparisons: this is done for every record of every check.
        if (!sent.contains(value)) {
            throw new AssertionError("nobody sent the value " + value);
        }
        String before = of(partition).putIfAbsent(offset, value);
        if (before != null && !before.equals(value)) {
            throw new AssertionError(
                    "partition " + partition + " offset " + offset + " was " + before + ", now it is " + value);
        }
    }

    int acknowledged() {
        return acknowledged;
    }

    /**
     * The broker is back, and this is all that a partition holds, from offset 0 on.
     *
     * @param mayLose true if unforced data may be gone, from some offset to the end
     */
    void onRestart(int partition, List<String> contents, boolean mayLose) {
        TreeMap<Long, String> known = of(partition);
        if (!mayLose && !known.isEmpty()) {
            assertThat((long) contents.size())
                    .as("end of partition %d after a crash that loses nothing", partition)
                    .isGreaterThan(known.lastKey());
        }
        known.tailMap((long) contents.size(), true).clear();
        for (int offset = 0; offset < contents.size(); offset++) {
            onSeen(partition, offset, contents.get(offset));
        }
        checkOrder(partition, contents);
    }

    /** Each writer's values come in the order they were sent, each once. */
    private static void checkOrder(int partition, List<String> contents) {
        Map<String, Integer> lastNumbers = new HashMap<>();
        for (String value : contents) {
            int dash = value.indexOf('-');
            String writer = value.substring(0, dash);
            int number = Integer.parseInt(value.substring(dash + 1));
            Integer last = lastNumbers.put(writer, number);
            if (last != null && number <= last) {
                throw new AssertionError(
                        "writer " + writer + " in partition " + partition + ": " + number + " after " + last);
            }
        }
    }

    private TreeMap<Long, String> of(int partition) {
        return told.computeIfAbsent(partition, number -> new TreeMap<>());
    }
}
