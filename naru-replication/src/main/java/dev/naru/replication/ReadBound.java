package dev.naru.replication;

/** How far a reader may see. */
public enum ReadBound {
    /** Up to the high watermark: a consumer. */
    HIGH_WATERMARK,
    /** Up to the last stable offset: a consumer that wants committed transactions only. */
    LAST_STABLE_OFFSET,
    /** Up to the end of the log: a replica, or a tool that says so. */
    LOG_END
}
