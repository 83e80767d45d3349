package dev.naru.replication;

/** What a question for an offset of a partition was answered with. Threading: immutable. */
public sealed interface OffsetOutcome {
    /**
     * There is one.
     *
     * @param timestampMs timestamp of the record there, or -1 if the question was not about time
     * @param leaderEpoch epoch of the record there, or of the leader for the end of the log; -1 if unknown
     */
    record Found(long timestampMs, long offset, int leaderEpoch) implements OffsetOutcome {}

    /** There is no such record. */
    record None() implements OffsetOutcome {}

    /** The partition did not answer. */
    record Refused(Refusal reason) implements OffsetOutcome {}
}
