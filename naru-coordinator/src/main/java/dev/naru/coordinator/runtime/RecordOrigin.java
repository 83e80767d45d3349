package dev.naru.coordinator.runtime;

/**
 * Where a replayed record stands in the log, and on whose behalf.
 *
 * @param offset the record's offset
 * @param timestampMs the record's timestamp
 * @param producer the transactional producer it belongs to, or {@link ProducerIdentity#NONE}
 */
public record RecordOrigin(long offset, long timestampMs, ProducerIdentity producer) {
    /** True if the record becomes true only with its transaction's end. */
    public boolean isTransactional() {
        return producer.exists();
    }
}
