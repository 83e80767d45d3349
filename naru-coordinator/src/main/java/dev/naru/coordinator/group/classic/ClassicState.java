package dev.naru.coordinator.group.classic;

/**
 * Where a classic group is in its cycle, under the name that clients are shown.
 *
 * <p>Threading: immutable.
 */
public enum ClassicState {
    /** No members; perhaps offsets. Leaves with the first join. */
    EMPTY("Empty"),
    /** Members are joining; ends when all have, or the time for it is over. */
    PREPARING_REBALANCE("PreparingRebalance"),
    /** All have joined and wait for the leader's assignment; a join or a departure sends it back to preparing. */
    COMPLETING_REBALANCE("CompletingRebalance"),
    /** Everybody may have its assignment. A join, a departure or the leader's wish begins to prepare again. */
    STABLE("Stable"),
    /** Deleted, or taken over by another protocol; for good. */
    DEAD("Dead");

    private final String stateName;

    ClassicState(String stateName) {
        this.stateName = stateName;
    }

    /** The name in the protocol. */
    public String stateName() {
        return stateName;
    }
}
