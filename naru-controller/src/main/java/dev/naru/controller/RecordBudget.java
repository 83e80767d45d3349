package dev.naru.controller;

import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.metadata.ConfigRecord;
import dev.naru.protocol.metadata.PartitionRecord;
import java.util.List;

/**
 * How many bytes of records one request may still ask for. Sizes are estimated, rather too large than too small.
 *
 * <p>Threading: confined to one decision.
 */
final class RecordBudget {
    private static final int RECORD_BYTES = 600;
    private static final int PARTITION_BYTES = 80;
    private static final int REPLICA_BYTES = 32;
    private static final int UTF8_BYTES_PER_CHARACTER = 3;

    private long leftBytes = Controller.REQUEST_SIZE_BYTES_MAX;

    /** Takes these records from the budget, or refuses all of them. */
    void take(List<PersistedRecord> records) throws RefusedException {
        long sizeBytes = estimateBytes(records);
        if (sizeBytes > leftBytes) {
            throw new RefusedException(
                    ControllerError.LIMIT_EXCEEDED,
                    "One request cannot change so much; about " + Controller.REQUEST_SIZE_BYTES_MAX
                            + " bytes of metadata are the limit. Ask in several requests.");
        }
        leftBytes -= sizeBytes;
    }

    static long estimateBytes(List<PersistedRecord> records) {
        long sum = 0;
        for (PersistedRecord message : records) {
            if (message instanceof PartitionRecord record) {
                sum += PARTITION_BYTES
                        + (long) REPLICA_BYTES * record.replicas().size();
            } else if (message instanceof ConfigRecord record) {
                String value = record.value();
                sum += RECORD_BYTES + (value == null ? 0L : (long) UTF8_BYTES_PER_CHARACTER * value.length());
            } else {
                sum += RECORD_BYTES;
            }
        }
        return sum;
    }
}
