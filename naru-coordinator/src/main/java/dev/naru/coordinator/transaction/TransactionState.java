package dev.naru.coordinator.transaction;

import dev.naru.protocol.MalformedMessageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a transactional id stands. Legal transitions, and what causes them:
 *
 * <pre>
 *  (unknown) → EMPTY                          InitProducerId
 *  EMPTY, COMPLETE_* → EMPTY                  InitProducerId, with a new epoch
 *  EMPTY, COMPLETE_* → ONGOING                the first partition is added
 *  ONGOING → PREPARE_COMMIT, PREPARE_ABORT    EndTxn; its timeout or the next InitProducerId abort it
 *  EMPTY, COMPLETE_* → PREPARE_ABORT          EndTxn of version 2 aborts a transaction that touched nothing
 *  PREPARE_* → COMPLETE_*                     every partition has its marker
 *  EMPTY, COMPLETE_* → (unknown)              nothing happened for transactional.id.expiration.ms
 * </pre>
 *
 * <p>Kafka knows two states more, {@code PrepareEpochFence} and {@code Dead}. They are moments between two writes, when an
 * epoch is about to be fenced or an id to be forgotten, and never stand in the log. Here both are one decision, so nobody
 * can meet them; {@link #isName} knows them because tools may ask.
 */
public enum TransactionState {
    /** The id has a producer, and no transaction since it has. */
    EMPTY(0, "Empty"),
    /** Partitions are being written to. */
    ONGOING(1, "Ongoing"),
    /** It will be committed, whatever happens; markers are on their way. */
    PREPARE_COMMIT(2, "PrepareCommit"),
    /** It will be aborted, whatever happens; markers are on their way. */
    PREPARE_ABORT(3, "PrepareAbort"),
    /** Committed, and every partition knows. */
    COMPLETE_COMMIT(4, "CompleteCommit"),
    /** Aborted, and every partition knows. */
    COMPLETE_ABORT(5, "CompleteAbort");

    private static final List<String> MOMENTS = List.of("PrepareEpochFence", "Dead");

    private final byte id;
    private final String displayName;

    TransactionState(int id, String displayName) {
        this.id = (byte) id;
        this.displayName = displayName;
    }

    /** The state with this number in the log. */
    static TransactionState of(byte id) {
        for (TransactionState state : values()) {
            if (state.id == id) {
                return state;
            }
        }
        throw new MalformedMessageException("no state of a transaction has the number " + id);
    }

    /** The state tools call so, or null. */
    public static @Nullable TransactionState named(String name) {
        for (TransactionState state : values()) {
            if (state.displayName.equals(name)) {
                return state;
            }
        }
        return null;
    }

    /** True if there is a state of this name in the protocol, even if no transaction is ever in it. */
    public static boolean isName(String name) {
        return named(name) != null || MOMENTS.contains(name);
    }

    /** The number in the log. */
    byte id() {
        return id;
    }

    /** What tools call it. */
    public String displayName() {
        return displayName;
    }

    /** True while markers are on their way. */
    boolean isEnding() {
        return this == PREPARE_COMMIT || this == PREPARE_ABORT;
    }

    /** True if the end that was decided is a commit. */
    boolean isCommit() {
        return this == PREPARE_COMMIT || this == COMPLETE_COMMIT;
    }
}
