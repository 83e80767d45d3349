package dev.naru.coordinator.transaction;

import dev.naru.common.Invariant;
import dev.naru.common.TopicPartition;
import dev.naru.coordinator.runtime.ProducerIdentity;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All that is known of one transactional id. Its methods are the steps of {@link TransactionState}; each returns what comes
 * next and changes nothing.
 *
 * <p>The epoch can be {@link Short#MAX_VALUE} for markers only: a producer that has come close gets a new id before.
 *
 * <p>Threading: immutable.
 *
 * @param timeoutMs how long a transaction may be open
 * @param partitions what the transaction has touched; empty unless one is open or ending
 * @param version the rules of the client that began or ended the transaction
 */
public record Transaction(
        TransactionState state,
        Producer producer,
        int timeoutMs,
        SortedSet<TopicPartition> partitions,
        Times times,
        TransactionVersion version) {
    static final long NO_PRODUCER_ID = -1;
    static final long NOT_STARTED = -1;
    /** The last epoch a producer is given. */
    private static final short EPOCH_MAX = Short.MAX_VALUE - 1;

    public Transaction {
        partitions = Collections.unmodifiableSortedSet(new TreeSet<>(partitions));
    }

    /**
     * Who the producer is.
     *
     * @param current writes the transaction, and its markers
     * @param previousId the id before this one, or -1
     * @param nextId the id it goes on with, at epoch 0, once the transaction is complete; -1 if it keeps its id
     */
    public record Producer(ProducerIdentity current, long previousId, long nextId) {
        /** Who the producer is as soon as nothing is ending any more. */
        ProducerIdentity afterwards() {
            return nextId == NO_PRODUCER_ID ? current : new ProducerIdentity(nextId, (short) 0);
        }
    }

    /**
     * When things happened.
     *
     * @param startMs when the transaction began, or -1
     */
    public record Times(long startMs, long updatedMs) {}

    /** A producer that has not begun a transaction. */
    static Transaction initialized(ProducerIdentity producer, long previousId, int timeoutMs, long nowMs) {
        return new Transaction(
                TransactionState.EMPTY,
                new Producer(producer, previousId, NO_PRODUCER_ID),
                timeoutMs,
                Collections.emptySortedSet(),
                new Times(NOT_STARTED, nowMs),
                TransactionVersion.V0);
    }

    /** The producer of this id in its next epoch, without a transaction. */
    Transaction reinitialized(int newTimeoutMs, long nowMs) {
        check(!isEpochExhausted());
        return initialized(nextEpoch(), producer.previousId, newTimeoutMs, nowMs);
    }

    /** Partitions are added; the first ones begin the transaction. */
    Transaction with(Collection<TopicPartition> added, TransactionVersion clientVersion, long nowMs) {
        check(!state.isEnding());
        boolean isOpen = state == TransactionState.ONGOING;
        SortedSet<TopicPartition> all = new TreeSet<>(isOpen ? partitions : Collections.emptySortedSet());
        all.addAll(added);
        Times changed = new Times(isOpen ? times.startMs : nowMs, nowMs);
        return new Transaction(TransactionState.ONGOING, producer, timeoutMs, all, changed, clientVersion);
    }

    /**
     * The client ends it.
     *
     * @param nextId the id to go on with, if the epochs of this one are used up
     */
    Transaction ending(boolean commit, TransactionVersion clientVersion, long nextId, long nowMs) {
        return ending(commit, clientVersion.bumpsEpoch(), clientVersion, nextId, nowMs);
    }

    /** It is aborted over the client's head, which is therefore fenced. */
    Transaction fenced(long nowMs) {
        return ending(false, producer.current.epoch() < Short.MAX_VALUE, version, NO_PRODUCER_ID, nowMs);
    }

    private Transaction ending(
            boolean commit, boolean bump, TransactionVersion clientVersion, long nextId, long nowMs) {
        check(!state.isEnding());
        boolean isOpen = state == TransactionState.ONGOING;
        return new Transaction(
                commit ? TransactionState.PREPARE_COMMIT : TransactionState.PREPARE_ABORT,
                new Producer(bump ? nextEpoch() : producer.current, producer.previousId, nextId),
                timeoutMs,
                partitions,
                new Times(isOpen ? times.startMs : nowMs, nowMs),
                clientVersion);
    }

    /** Every partition has its marker. */
    Transaction completed(long nowMs) {
        check(state.isEnding());
        boolean rotates = producer.nextId != NO_PRODUCER_ID;
        return new Transaction(
                state.isCommit() ? TransactionState.COMPLETE_COMMIT : TransactionState.COMPLETE_ABORT,
                new Producer(
                        producer.afterwards(), rotates ? producer.current.id() : producer.previousId, NO_PRODUCER_ID),
                timeoutMs,
                Collections.emptySortedSet(),
                new Times(times.startMs, nowMs),
                version);
    }

    /** True if the producer's id has no epoch left to give. */
    boolean isEpochExhausted() {
        return isExhausted(producer.current);
    }

    /** True if this was the last epoch of its id. */
    static boolean isExhausted(ProducerIdentity identity) {
        return identity.epoch() >= EPOCH_MAX;
    }

    /** True if it is open and has been for too long. */
    boolean isTimedOut(long nowMs) {
        return state == TransactionState.ONGOING && times.startMs + timeoutMs < nowMs;
    }

    /** True if nothing is open or ending, and nothing has happened for so long. */
    boolean isSilentFor(long durationMs, long nowMs) {
        return state != TransactionState.ONGOING && !state.isEnding() && times.updatedMs + durationMs <= nowMs;
    }

    private ProducerIdentity nextEpoch() {
        check(producer.current.epoch() < Short.MAX_VALUE);
        return new ProducerIdentity(producer.current.id(), (short) (producer.current.epoch() + 1));
    }

    private void check(boolean isLegal) {
        Invariant.check(isLegal, "no such step from state " + state);
    }
}
