package dev.naru.coordinator.runtime;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How the records of one internal topic are read; {@link dev.naru.protocol.CoordinatorFrame} knows how they are written.
 *
 * <p>Threading: stateless.
 */
public interface RecordSerde {
    /**
     * Reads one record.
     *
     * @param value null for a tombstone
     * @return null if its type is unknown to this build; such records are kept in the log and passed over
     * @throws dev.naru.protocol.MalformedMessageException if the bytes are not what their type says
     */
    @Nullable
    CoordinatorRecord read(ByteBuffer key, @Nullable ByteBuffer value);
}
