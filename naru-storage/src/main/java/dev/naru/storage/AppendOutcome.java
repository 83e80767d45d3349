package dev.naru.storage;

/**
 * What became of an append. Only {@link Appended} has written anything.
 *
 * <p>Threading: immutable.
 */
public sealed interface AppendOutcome {
    /**
     * The batches are in the page cache, and readers of the log end see them.
     *
     * @param baseOffset offset of the first record
     * @param lastOffset offset of the last record
     * @param logAppendTimeMs the time stamped on the batch if the topic stamps it, else -1
     * @param logStartOffset where the log begins
     * @param sizeBytes bytes written
     */
    record Appended(long baseOffset, long lastOffset, long logAppendTimeMs, long logStartOffset, int sizeBytes)
            implements AppendOutcome {}

    /**
     * The producer sent this batch before, and it is in the log; to the producer that is a success.
     *
     * @param baseOffset offset of its first record, from the first time
     * @param lastOffset offset of its last record
     * @param timestampMs the largest timestamp of the batch
     * @param logStartOffset where the log begins
     */
    record Duplicate(long baseOffset, long lastOffset, long timestampMs, long logStartOffset)
            implements AppendOutcome {}

    /** A batch before this one is missing, or this one is older than the last five. */
    record OutOfOrderSequence(long producerId, short producerEpoch, int lastSequence, int firstSequence)
            implements AppendOutcome {}

    /** The producer has been replaced by one with a newer epoch. */
    record InvalidProducerEpoch(long producerId, short currentEpoch, short epoch) implements AppendOutcome {}

    /** A batch of a transaction that has not begun here, and may not: its coordinator did not say so, or it has ended since. */
    record TransactionNotOpen(long producerId, short producerEpoch) implements AppendOutcome {}

    /** A batch outside of the transaction that its producer has open. */
    record TransactionOpen(long producerId, short producerEpoch) implements AppendOutcome {}

    /** A transaction marker of a coordinator that has been replaced. */
    record CoordinatorFenced(long producerId, int currentCoordinatorEpoch, int coordinatorEpoch)
            implements AppendOutcome {}

    /** The batches are larger together than {@code segment.bytes}, so no segment can hold them. */
    record LargerThanSegment(int sizeBytes, int segmentSizeBytes) implements AppendOutcome {}

    /** A follower's batch begins before the end of the log. */
    record UnexpectedOffset(long logEndOffset, long baseOffset) implements AppendOutcome {}

    /** A follower's batch is damaged: its size, its magic or its CRC is wrong. */
    record Corrupt(long logEndOffset, String reason) implements AppendOutcome {}
}
