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

    /** A record that takes the key away. */
    public static CoordinatorRecord tombstone(PersistedRecord key) {
        return new CoordinatorRecord(key, null, (short) 0);
    }
}
