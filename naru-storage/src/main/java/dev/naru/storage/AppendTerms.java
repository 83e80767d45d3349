package dev.naru.storage;

import org.jspecify.annotations.Nullable;

/**
 * Who made the batches a leader appends, and what may therefore be in them.
 *
 * <p>Threading: immutable.
 */
public final class AppendTerms {
    /** A producer: epochs and sequences are checked, and what belongs to a transaction must belong to one that is open here. */
    public static final AppendTerms CLIENT = new AppendTerms(true, null, false);

    /** A producer whose transactions may begin here without a question to their coordinator. */
    public static final AppendTerms UNVERIFIED = new AppendTerms(true, TransactionGuard.NOT_ASKED_FOR, false);

    /** A group or transaction coordinator of this cluster: no sequences, transaction markers allowed. */
    public static final AppendTerms COORDINATOR = new AppendTerms(false, null, false);

    /**
     * A coordinator that ends a transaction in a new epoch of its producer (KIP-890): the marker does not fit a transaction of
     * that same epoch, which can only be the next one.
     */
    public static final AppendTerms MARKER_OF_NEW_EPOCH = new AppendTerms(false, null, true);

    private final boolean client;
    private final @Nullable TransactionGuard guard;
    private final boolean markerOfNewEpoch;

    private AppendTerms(boolean client, @Nullable TransactionGuard guard, boolean markerOfNewEpoch) {
        this.client = client;
        this.guard = guard;
        this.markerOfNewEpoch = markerOfNewEpoch;
    }

    /** A producer whose transaction may begin here, if nothing has made the guard void meanwhile. */
    public static AppendTerms guardedBy(TransactionGuard guard) {
        return new AppendTerms(true, guard, false);
    }

    boolean isClient() {
        return client;
    }

    /** What lets a transaction begin here, or null. */
    @Nullable
    TransactionGuard guard() {
        return guard;
    }

    boolean isMarkerOfNewEpoch() {
        return markerOfNewEpoch;
    }
}
