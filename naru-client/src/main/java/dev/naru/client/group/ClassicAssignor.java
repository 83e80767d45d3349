package dev.naru.client.group;

import dev.naru.client.group.assignor.Assignor;
import dev.naru.client.group.assignor.RangeAssignor;
import dev.naru.client.group.assignor.StickyAssignor;

/** How a classic group shares out partitions. All members must have one in common; the one most of them prefer wins. */
public enum ClassicAssignor {
    /** Neighbouring partitions of each topic to each member; the same numbers of all topics go to the same member. */
    RANGE("range", false),
    /**
     * As even as can be, and everybody keeps what it has where that allows it. Only partitions that move stop being read
     * while the group rebalances, if all members list nothing but this.
     */
    COOPERATIVE_STICKY("cooperative-sticky", true);

    private final String protocolName;
    private final boolean cooperative;

    ClassicAssignor(String protocolName, boolean cooperative) {
        this.protocolName = protocolName;
        this.cooperative = cooperative;
    }

    /** By which name other clients know it. */
    public String protocolName() {
        return protocolName;
    }

    boolean isCooperative() {
        return cooperative;
    }

    Assignor assignor() {
        return switch (this) {
            case RANGE -> new RangeAssignor();
            case COOPERATIVE_STICKY -> new StickyAssignor();
        };
    }
}
