package dev.naru.replication;

/** Why a partition did not do what it was asked to. Nothing was written, except where a constant says so. */
public enum Refusal {
    /** The topic, or this replica of it, was deleted or moved away. */
    NOT_HOSTED,
    /** This broker does not lead the partition. */
    NOT_LEADER,
    /** The asker knows an older leader epoch than the partition has. */
    FENCED_LEADER_EPOCH,
    /** The asker knows a newer leader epoch than the partition has heard of yet. */
    UNKNOWN_LEADER_EPOCH,
    /** Too few replicas are in sync for an append that all of them have to acknowledge. */
    NOT_ENOUGH_REPLICAS,
    /** Appended, and afterwards too few replicas were in sync to call it replicated. */
    NOT_ENOUGH_REPLICAS_AFTER_APPEND,
    /** The log does not have the offset. */
    OFFSET_OUT_OF_RANGE,
    /** The topic is compacted and never deletes, so records cannot be deleted by offset. */
    DELETION_NOT_ALLOWED,
    /** The log is damaged where the reader wants to read. */
    DATA_DAMAGED,
    /** The log cannot be read or written; its directory is offline. */
    STORAGE_FAILED
}
