package dev.naru.coordinator.runtime;

import dev.naru.protocol.PersistedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of an internal topic.
 *
 * @param value null for a tombstone: the key is gone
 * @param valueVersion the version to write the value in; ignored for a tombstone
 */
public record CoordinatorRecord(
        PersistedRecord key, @Nullable PersistedRecord value, short valueVersion) {
    /** A record whose value is written in this version. */
    public static CoordinatorRecord of(PersistedRecord key, PersistedRecord value, int valueVersion) {
        return new CoordinatorRecord(key, value, (short) valueVersion);
    }

    /** The bytes it takes in a batch, at most. */
    public int sizeBytes() {
        return RecordBatcher.Encoded.of(this).sizeBytes() + RecordBatcher.RECORD_OVERHEAD_BYTES_MAX;
    }

    /** A record that takes the key away. */
    public static CoordinatorRecord tombstone(PersistedRecord key) {
        return new CoordinatorRecord(key, null, (short) 0);
    }
}
