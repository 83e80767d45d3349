package dev.naru.coordinator.group.consumer;

/**
 * How far a member has come on the way from what it has to what it should have. STABLE → UNREVOKED_PARTITIONS when it must
 * give something up → UNRELEASED_PARTITIONS when what it should get is still with others → STABLE.
 */
enum MemberState {
    /** It has what the target of its epoch gives it. */
    STABLE(0),
    /** It has been told to give partitions up and has not said yet that it did. */
    UNREVOKED_PARTITIONS(1),
    /** It waits for partitions that others still have. */
    UNRELEASED_PARTITIONS(2),
    /** Written by a version of the coordinator that knows more states. */
    UNKNOWN(127);

    private final byte id;

    MemberState(int id) {
        this.id = (byte) id;
    }

    byte id() {
        return id;
    }

    static MemberState ofId(byte id) {
        for (MemberState state : values()) {
            if (state.id == id) {
                return state;
            }
        }
        return UNKNOWN;
    }
}
