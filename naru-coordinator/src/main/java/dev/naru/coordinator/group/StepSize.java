package dev.naru.coordinator.group;

import dev.naru.coordinator.runtime.ShardTimers;

/**
 * How much one step of something long writes: not so much that it holds up requests, and not more than half of what fits into a
 * batch, because what is added last comes on top. A step that did not fit would be tried again for ever.
 *
 * <p>Threading: stateless.
 */
public final class StepSize {
    private static final int RECORDS_MAX = 2_000;
    private static final int BATCH_SHARE = 2;

    private StepSize() {}

    /** True if the rest is for the next step. */
    public static boolean isReached(Outcome outcome, ShardTimers timers) {
        return outcome.recordCount() >= RECORDS_MAX || outcome.sizeBytes() >= timers.batchSizeBytesMax() / BATCH_SHARE;
    }
}
