package dev.naru.coordinator.runtime;

/**
 * Where a replayed record stands in the log, and on whose behalf.
 *
 * @param offset the record's offset
 * @param timestampMs the record's timestamp
 * @param producerId the transactional producer the record belongs to, -1 outside a transaction
 * @param producerEpoch that producer's epoch, -1 outside a transaction
 */
public record RecordOrigin(long offset, long timestampMs, long producerId, short producerEpoch) {
    /** A record outside any transaction. */
    static RecordOrigin plain(long offset, long timestampMs) {
        return new RecordOrigin(offset, timestampMs, -1, (short) -1);
    }

    /** True if the record becomes true only with its transaction's end. */
    public boolean isTransactional() {
        return producerId >= 0;
    }
}
