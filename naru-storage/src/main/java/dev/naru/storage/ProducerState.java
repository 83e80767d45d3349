package dev.naru.storage;

import dev.naru.record.BatchView;

/**
 * What a partition remembers of one producer: its epoch and its last five batches, by which a repeated batch is told from
 * a new one and a missing batch is noticed.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class ProducerState {
    /** As many as a producer may have in flight. */
    static final int BATCHES_MAX = 5;

    static final int NO_COORDINATOR_EPOCH = -1;
    static final long NO_TRANSACTION = -1;

    private final long producerId;
    private short epoch;
    private int coordinatorEpoch = NO_COORDINATOR_EPOCH;
    private long transactionFirstOffset = NO_TRANSACTION;
    private long lastTimestampMs = BatchView.NO_TIMESTAMP;

    /** A ring; the newest is at {@code newest}. */
    private final int[] lastSequences = new int[BATCHES_MAX];

    private final int[] offsetDeltas = new int[BATCHES_MAX];
    private final long[] lastOffsets = new long[BATCHES_MAX];
    private final long[] timestampsMs = new long[BATCHES_MAX];
    private int newest = -1;
    private int count;

    ProducerState(long producerId, short epoch) {
        this.producerId = producerId;
        this.epoch = epoch;
    }

    long producerId() {
        return producerId;
    }

    short epoch() {
        return epoch;
    }

    int coordinatorEpoch() {
        return coordinatorEpoch;
    }

    /** Where its open transaction begins, or {@link #NO_TRANSACTION}. */
    long transactionFirstOffset() {
        return transactionFirstOffset;
    }

    boolean hasOpenTransaction() {
        return transactionFirstOffset != NO_TRANSACTION;
    }

    long lastTimestampMs() {
        return lastTimestampMs;
    }

    /** Sequence of the last record, or -1 if no batch of this epoch is known. */
    int lastSequence() {
        return count == 0 ? BatchView.NO_SEQUENCE : lastSequences[newest];
    }

    /** Offset of the last record, or -1 if no batch of this epoch is known. */
    long lastOffset() {
        return count == 0 ? -1 : lastOffsets[newest];
    }

    int lastOffsetDelta() {
        return count == 0 ? 0 : offsetDeltas[newest];
    }

    /** Which remembered batch has exactly these sequences, counted from the newest, or -1. */
    int findBatch(short batchEpoch, int firstSequence, int lastSequence) {
        if (batchEpoch != epoch) {
            return -1;
        }
        for (int age = 0; age < count; age++) {
            int slot = slot(age);
            if (lastSequences[slot] == lastSequence
                    && sequenceBefore(lastSequences[slot], offsetDeltas[slot]) == firstSequence) {
                return age;
            }
        }
        return -1;
    }

    long lastOffsetOf(int age) {
        return lastOffsets[slot(age)];
    }

    long firstOffsetOf(int age) {
        int slot = slot(age);
        return lastOffsets[slot] - offsetDeltas[slot];
    }

    long timestampMsOf(int age) {
        return timestampsMs[slot(age)];
    }

    /** True if a batch that begins with this sequence is the next one. */
    boolean isNext(int firstSequence) {
        int last = lastSequence();
        return firstSequence == (last == Integer.MAX_VALUE ? 0 : last + 1);
    }

    /** A newer epoch: its sequences begin again. */
    void becomeEpoch(short newEpoch) {
        epoch = newEpoch;
        count = 0;
        newest = -1;
    }

    void addBatch(int lastSequence, long lastOffset, int offsetDelta, long timestampMs) {
        newest = (newest + 1) % BATCHES_MAX;
        count = Math.min(count + 1, BATCHES_MAX);
        lastSequences[newest] = lastSequence;
        lastOffsets[newest] = lastOffset;
        offsetDeltas[newest] = offsetDelta;
        timestampsMs[newest] = timestampMs;
        lastTimestampMs = timestampMs;
    }

    void takeBatchesOf(ProducerState other) {
        count = 0;
        for (int age = other.count - 1; age >= 0; age--) {
            int slot = other.slot(age);
            addBatch(
                    other.lastSequences[slot],
                    other.lastOffsets[slot],
                    other.offsetDeltas[slot],
                    other.timestampsMs[slot]);
        }
    }

    void beginTransaction(long firstOffset) {
        transactionFirstOffset = firstOffset;
    }

    void endTransaction() {
        transactionFirstOffset = NO_TRANSACTION;
    }

    void setCoordinatorEpoch(int newCoordinatorEpoch) {
        coordinatorEpoch = newCoordinatorEpoch;
    }

    void setLastTimestampMs(long timestampMs) {
        lastTimestampMs = timestampMs;
    }

    private int slot(int age) {
        return Math.floorMod(newest - age, BATCHES_MAX);
    }

    /** Sequences go on at zero after the largest int. */
    private static int sequenceBefore(int sequence, int distance) {
        return (sequence - distance) & Integer.MAX_VALUE;
    }
}
