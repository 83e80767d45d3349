package dev.naru.tests.simulation.membership;

import dev.naru.common.TopicPartition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the members of a group have committed, and from where each had read. By the history of commits every record is read
 * once: who commits up to an offset has read on from just where the commit before ended.
 *
 * <p>Threading: confined to the simulation's thread.
 */
final class GroupCommits {
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Set<TopicPartition> inDoubt = new HashSet<>();

    /** A member has read a partition from {@code base} on and committed {@code end}. */
    void onCommitted(String member, TopicPartition partition, long base, long end) {
        long last = committed(partition);
        if (inDoubt.remove(partition) ? base < last : base != last) {
            throw new AssertionError("%s read %s from %d to %d, and the last commit was %d"
                    .formatted(member, partition, base, end, last));
        }
        committed.put(partition, end);
    }

    /** Nobody knows whether a commit happened. */
    void onUnknown(TopicPartition partition) {
        inDoubt.add(partition);
    }

    long committed(TopicPartition partition) {
        return committed.getOrDefault(partition, 0L);
    }
}
