package dev.naru.replication;

/** How far a reader may see. */
public enum ReadBound {
    /** Up to the high watermark: a consumer. */
    HIGH_WATERMARK,
    /** Up to the last stable offset: a consumer that wants committed transactions only. */
    LAST_STABLE_OFFSET,
    /** Up to the end of the log: a replica, or a tool that says so. */
    LOG_END;

    /** The first offset such a reader must not see. */
    long offset(PartitionOffsets offsets, long logEndOffset) {
        return switch (this) {
            case HIGH_WATERMARK -> offsets.highWatermark();
            case LAST_STABLE_OFFSET -> offsets.lastStableOffset();
            case LOG_END -> logEndOffset;
        };
    }
}
