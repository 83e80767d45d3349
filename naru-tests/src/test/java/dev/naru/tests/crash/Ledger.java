package dev.naru.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What one partition must hold: every acknowledged value at the offset it was acknowledged with.
 *
 * <p>Values are the running numbers of one writer, so order and repetition can be read off them: in a partition with one writer,
 * numbers that were written once and in order appear in rising order, none twice. A number may be missing only if its write was
 * never acknowledged.
 *
 * <p>Threading: guarded by itself; the client's thread acknowledges, the test's thread reads.
 */
final class Ledger {
    private final String name;
    private final NavigableMap<Long, Long> acknowledged = new TreeMap<>();

    Ledger(String name) {
        this.name = name;
    }

    synchronized void acknowledged(long offset, long number) {
        Long before = acknowledged.put(offset, number);
        if (before != null && before != number) {
            throw new AssertionError(
                    name + ": offset " + offset + " was acknowledged for " + before + " and " + number);
        }
    }

    synchronized int acknowledgedCount() {
        return acknowledged.size();
    }

    /** Checks the whole partition as it was read, offset by offset from zero. */
    synchronized void check(NavigableMap<Long, Long> read) {
        Map<Long, Long> offsetOf = new HashMap<>();
        long last = -1;
        for (Map.Entry<Long, Long> entry : read.entrySet()) {
            long offset = entry.getKey();
            long number = entry.getValue();
            assertThat(offset).as("%s: offsets without a gap", name).isEqualTo(offsetOf.size());
            Long earlier = offsetOf.put(number, offset);
            assertThat(earlier)
                    .as("%s: %s at offset %s, once before", name, number, offset)
                    .isNull();
            assertThat(number).as("%s: in order at offset %s", name, offset).isGreaterThan(last);
            last = number;
        }
        acknowledged.forEach((offset, number) -> assertThat(read.get(offset))
                .as("%s: acknowledged %s at offset %s; %s offsets were read", name, number, offset, read.size())
                .isEqualTo(number));
    }
}
