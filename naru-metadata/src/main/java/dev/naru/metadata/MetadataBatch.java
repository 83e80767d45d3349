package dev.naru.metadata;

import dev.naru.protocol.PersistedRecord;
import java.util.List;

/**
 * Records that became true together.
 *
 * @param baseOffset the offset of the first
 * @param epoch the controller epoch under which they were written
 */
public record MetadataBatch(long baseOffset, int epoch, List<PersistedRecord> records) {
    /** The place in the log after this batch. */
    public LogPosition end() {
        return new LogPosition(baseOffset + records.size(), epoch);
    }
}
