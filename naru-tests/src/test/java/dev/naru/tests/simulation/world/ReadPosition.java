package dev.naru.tests.simulation.world;

import org.jspecify.annotations.Nullable;

/**
 * What one consumer has read of one partition without being sought: offset after offset, and all of one and the same log. If a
 * power loss cut off what it had read, it must be told, and not be led past what has been written in its place.
 *
 * <p>Threading: confined to the simulation's thread.
 */
final class ReadPosition {
    private final PartitionHistory history;
    private final int powerLossesAtStart;
    private long last = -1;
    private @Nullable String lastValue;
    private long end = -1;
    private int stepsBack;

    ReadPosition(PartitionHistory history) {
        this.history = history;
        this.powerLossesAtStart = history.powerLosses();
    }

    void read(long offset, String value) {
        if (last >= 0 && offset != last + 1) {
            throw new AssertionError(history + ": read offset " + offset + " after " + last);
        }
        if (history.isAbandoned()) {
            return;
        }
        boolean fetchedBeforeLoss = history.powerLosses() > powerLossesAtStart && history.isLost(offset, value);
        if (!fetchedBeforeLoss) {
            history.see(offset, value, "a consumer");
            if (lastValue != null && !history.isKnown(last, lastValue)) {
                throw new AssertionError(
                        "%s: a consumer read '%s' at offset %d, which a power loss took, and went on with '%s' at %d"
                                .formatted(history, lastValue, last, value, offset));
            }
        }
        last = offset;
        lastValue = value;
    }

    /** The end for consumers, as the last fetch had it; each power loss may set it back once. */
    void end(long highWatermark) {
        if (highWatermark < end && !history.isAbandoned()) {
            stepsBack++;
            if (stepsBack > history.powerLosses() - powerLossesAtStart) {
                throw new AssertionError(
                        "%s: the high watermark went back from %d to %d".formatted(history, end, highWatermark));
            }
        }
        end = highWatermark;
    }
}
