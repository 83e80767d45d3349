package dev.naru.replication;

import dev.naru.storage.EpochEndOffset;

/** What a question for the end of a leader epoch was answered with. Threading: immutable. */
public sealed interface EpochOutcome {
    /** Where it ends, or {@link EpochEndOffset#UNKNOWN}. */
    record Answered(EpochEndOffset end) implements EpochOutcome {}

    /** The partition did not answer. */
    record Refused(Refusal reason) implements EpochOutcome {}
}
