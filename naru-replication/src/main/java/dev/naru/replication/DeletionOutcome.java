package dev.naru.replication;

/** What became of deleting a partition's oldest records. Threading: immutable. */
public sealed interface DeletionOutcome {
    /** They are gone, durably. {@code lowWatermark} is the first offset that is left. */
    record Deleted(long lowWatermark) implements DeletionOutcome {}

    /** Nothing was deleted. */
    record Refused(Refusal reason) implements DeletionOutcome {}
}
