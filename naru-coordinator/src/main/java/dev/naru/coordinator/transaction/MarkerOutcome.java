package dev.naru.coordinator.transaction;

/** What became of the marker for one partition. */
public enum MarkerOutcome {
    /** It is on all in-sync replicas, so every reader knows how the transaction ended. */
    WRITTEN,
    /** The topic was deleted, so there is nobody to tell. */
    TOPIC_GONE,
    /** The partition knows a newer epoch of the producer; nothing of this transaction can be open there. */
    PRODUCER_MOVED_ON,
    /** The partition has heard from a newer coordinator; this one is about to learn of it. */
    COORDINATOR_FENCED,
    /** Not now: the partition has no leader, is too busy, or has too few replicas. */
    NOT_NOW;

    /** True if there is nothing left to do for the partition. */
    boolean isDone() {
        return this == WRITTEN || this == TOPIC_GONE || this == PRODUCER_MOVED_ON;
    }
}
