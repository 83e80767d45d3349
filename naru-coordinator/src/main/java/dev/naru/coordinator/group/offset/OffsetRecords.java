package dev.naru.coordinator.group.offset;

import dev.naru.coordinator.runtime.CoordinatorRecord;
import dev.naru.protocol.group.OffsetCommitValue;

/**
 * The records of committed offsets.
 *
 * <p>Threading: stateless.
 */
final class OffsetRecords {
    /** The only version that has an expiry of its own. */
    private static final int VERSION_WITH_EXPIRY = 1;

    /** What Kafka writes. */
    private static final int VERSION = 4;

    private OffsetRecords() {}

    static CoordinatorRecord commit(OffsetKey key, OffsetCommitValue value) {
        return CoordinatorRecord.of(key.toRecordKey(), value, version(value));
    }

    private static int version(OffsetCommitValue value) {
        return value.expireTimestamp() >= 0 ? VERSION_WITH_EXPIRY : VERSION;
    }

    static CoordinatorRecord tombstone(OffsetKey key) {
        return CoordinatorRecord.tombstone(key.toRecordKey());
    }
}
