package dev.naru.coordinator.transaction;

/** Which rules a client follows, by the version of its requests (KIP-890). */
public enum TransactionVersion {
    /** As it was at first: the epoch stays the same from one transaction to the next. */
    V0(0),
    /** The same rules, with records that can carry more. No request says so. */
    V1(1),
    /** Each transaction has an epoch of its own, so nothing late can be taken for part of the next one. */
    V2(2);

    private final short level;

    TransactionVersion(int level) {
        this.level = (short) level;
    }

    /** The version with this number; one from the future follows at least the newest rules known here. */
    public static TransactionVersion of(int level) {
        return level >= V2.level ? V2 : level == V1.level ? V1 : V0;
    }

    /** The number in the log and in requests. */
    public short level() {
        return level;
    }

    /** True if the end of a transaction raises the producer's epoch. */
    public boolean bumpsEpoch() {
        return this == V2;
    }
}
