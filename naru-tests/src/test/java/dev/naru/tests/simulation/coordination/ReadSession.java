package dev.naru.tests.simulation.coordination;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What one reader of committed records was given of one partition from a place on, without being moved: ever higher offsets, and
 * nothing that is committed left out.
 *
 * <p>Threading: the simulation's thread.
 */
final class ReadSession {
    private final String reader;
    private final String partition;
    private final NavigableMap<Long, String> read = new TreeMap<>();

    ReadSession(String reader, String partition) {
        this.reader = reader;
        this.partition = partition;
    }

    String partition() {
        return partition;
    }

    void read(long offset, String value) {
        if (!read.isEmpty() && offset <= read.lastKey()) {
            throw new AssertionError(this + ": internal read order: offset " + offset + " after " + read.lastKey());
        }
        read.put(offset, value);
    }

    /** Compares with all that is committed there. */
    void checkComplete(NavigableMap<Long, String> committed) {
        if (read.isEmpty()) {
            return;
        }
        committed.subMap(read.firstKey(), true, read.lastKey(), true).forEach((offset, value) -> {
            if (!read.containsKey(offset)) {
                throw new AssertionError(
                        this + ": internal read contiguity: '" + value + "' at offset " + offset + " was passed over");
            }
        });
    }

    @Override
    public String toString() {
        return reader + " of " + partition;
    }
}
