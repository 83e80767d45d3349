package dev.naru.tests.simulation.world;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that anybody has seen of one partition. A value seen at an offset stays there for ever, and an idempotent one is nowhere
 * else; only a power loss may take the end of the log, from one offset on. What is taken goes to {@code lost}: a consumer may
 * have fetched it before.
 *
 * <p>Threading: confined to the simulation's thread.
 */
final class PartitionHistory {
    private final PartitionId id;
    private final WrittenValues written;
    private final NavigableMap<Long, String> known = new TreeMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private final Map<Long, Set<String>> lost = new HashMap<>();
    /** Acknowledged without saying where. */
    private final Set<String> somewhere = new HashSet<>();

    private long deletedBelow;
    private int powerLosses;
    private boolean abandoned;

    PartitionHistory(PartitionId id, WrittenValues written) {
        this.id = id;
        this.written = written;
    }

    int powerLosses() {
        return powerLosses;
    }

    @Override
    public String toString() {
        return id.toString();
    }

    /** A value stands at an offset, says {@code witness}. */
    void see(long offset, String value, String witness) {
        written.checkWritten(id.partition(), value, witness);
        if (abandoned) {
            return;
        }
        String before = known.putIfAbsent(offset, value);
        if (before != null && !before.equals(value)) {
            throw new AssertionError(
                    "%s: %s says offset %d holds '%s', it held '%s'".formatted(id, witness, offset, value, before));
        }
        Long elsewhere = offsets.putIfAbsent(value, offset);
        // Of what was deleted before it was acknowledged, a restart can leave nothing that tells it is sent again.
        boolean mayComeAgain = elsewhere != null && elsewhere < deletedBelow;
        if (elsewhere != null && elsewhere != offset && !mayComeAgain && written.isIdempotent(value)) {
            throw new AssertionError("%s: %s says '%s' is at offset %d, it is at %d too"
                    .formatted(id, witness, value, offset, elsewhere));
        }
    }

    /**
     * As {@link #see} by its producer; {@code offset} is negative if the broker did not say. The acknowledgement of a value
     * that was sent before a power loss may arrive after it, when the value is gone.
     */
    void acknowledge(long offset, String value, int powerLossesWhenSent) {
        boolean mayBeLate = powerLosses > powerLossesWhenSent;
        if (mayBeLate && (offset < 0 || isLost(offset, value))) {
            return;
        }
        if (offset >= 0) {
            see(offset, value, "the acknowledgement");
        } else {
            somewhere.add(value);
        }
    }

    /** Its topic is to be deleted: from now on it may be there or not, and nothing more is learned of it. */
    void abandon() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /** Records before this offset may go from now on. */
    void mayDelete(long beforeOffset) {
        deletedBelow = Math.max(deletedBelow, beforeOffset);
    }

    long deletedBelow() {
        return deletedBelow;
    }

    OptionalLong highestKnown() {
        return known.isEmpty() ? OptionalLong.empty() : OptionalLong.of(known.lastKey());
    }

    boolean isKnown(long offset, String value) {
        return value.equals(known.get(offset));
    }

    /** True if a power loss took this value from this offset. */
    boolean isLost(long offset, String value) {
        return lost.getOrDefault(offset, Set.of()).contains(value);
    }

    /** The process ended and a new one is ready; the disk was read at both moments. */
    void onRestart(StoredLog before, StoredLog after, boolean afterPowerLoss, long recoveryPoint) {
        before.values().forEach((offset, value) -> see(offset, value, "the disk before the end"));
        if (!after.damage().isEmpty()) {
            throw new AssertionError(id + ": after the restart: " + after.damage());
        }
        if (afterPowerLoss) {
            onPowerLoss(after.endOffset(), recoveryPoint);
        }
        after.values().forEach((offset, value) -> see(offset, value, "the disk after the restart"));
        checkComplete(after);
    }

    private void onPowerLoss(long endOffset, long recoveryPoint) {
        powerLosses++;
        somewhere.clear();
        if (endOffset < recoveryPoint) {
            throw new AssertionError(
                    "%s: forced up to offset %d, but a power loss left %d".formatted(id, recoveryPoint, endOffset));
        }
        NavigableMap<Long, String> gone = known.tailMap(endOffset, true);
        gone.forEach((offset, value) -> {
            lost.computeIfAbsent(offset, any -> new HashSet<>()).add(value);
            offsets.remove(value, offset);
        });
        gone.clear();
    }

    /** Everything known and not deleted is in there. */
    void checkComplete(StoredLog log) {
        known.tailMap(deletedBelow, true).forEach((offset, value) -> {
            if (!value.equals(log.values().get(offset))) {
                throw new AssertionError("%s: offset %d held '%s' and now %s; the log ends at %d"
                        .formatted(
                                id,
                                offset,
                                value,
                                log.values().containsKey(offset)
                                        ? "'" + log.values().get(offset) + "'"
                                        : "nothing",
                                log.endOffset()));
            }
        });
        if (deletedBelow == 0) {
            for (String value : somewhere) {
                if (!offsets.containsKey(value)) {
                    throw new AssertionError(id + ": '" + value + "' was acknowledged and is nowhere");
                }
            }
        }
    }

    /**
     * The values of each idempotent writer stand in the order in which it sent them. Not so after a power loss: it takes what the
     * broker knew of producers along with their records, and of a producer it does not know it accepts any sequence, as Kafka does.
     */
    void checkOrder() {
        if (powerLosses > 0) {
            return;
        }
        Map<String, Long> last = new HashMap<>();
        known.forEach((offset, value) -> {
            if (written.isIdempotent(value)) {
                Long before = last.put(written.writer(value), written.number(value));
                if (before != null && before > written.number(value)) {
                    throw new AssertionError(
                            "%s: '%s' at offset %d stands behind number %d".formatted(id, value, offset, before));
                }
            }
        });
    }
}
