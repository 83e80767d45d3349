package dev.naru.tests.simulation.coordination;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What may be answered to somebody who asks for a group's committed positions: the last one acknowledged, or one that was tried after
 * it; never an older one, never none, and none that nobody tried. Positions only grow.
 *
 * <p>Threading: the simulation's thread.
 */
final class CommittedOffsets {
    static final long NONE = -1;

    private final String group;
    private final Map<Integer, Long> acknowledged = new HashMap<>();
    private final Map<Integer, Set<Long>> tried = new HashMap<>();

    CommittedOffsets(String group) {
        this.group = group;
    }

    /** A commit is about to be sent. */
    void onTry(int partition, long position) {
        tried.computeIfAbsent(partition, any -> new HashSet<>()).add(position);
    }

    /** It was acknowledged. */
    void onAcknowledged(int partition, long position) {
        acknowledged.merge(partition, position, Math::max);
    }

    /** It was refused, and may not appear; nor if it was sent by somebody whose turn it no longer was. */
    void onImpossible(int partition, long position) {
        tried.computeIfAbsent(partition, any -> new HashSet<>()).remove(position);
    }

    /** What the answer to a question that is sent now may not lie below. */
    long notBelow(int partition) {
        return acknowledged.getOrDefault(partition, NONE);
    }

    /** The answer to a question; {@code notBelow} is from the moment it was sent. */
    void onFetched(int partition, long position, long notBelow) {
        if (position < notBelow) {
            throw new AssertionError("%s: partition %d was committed up to %d, the answer is %d"
                    .formatted(group, partition, notBelow, position));
        }
        if (position != NONE && !tried.getOrDefault(partition, Set.of()).contains(position)) {
            throw new AssertionError("%s: partition %d: nobody committed %d".formatted(group, partition, position));
        }
    }

    /** The machine lost what was not forced to disk: an older position may be answered, an invented one may not. */
    void onPowerLoss() {
        acknowledged.clear();
    }
}
