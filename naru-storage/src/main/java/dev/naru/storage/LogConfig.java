package dev.naru.storage;

/**
 * The topic settings one log needs.
 *
 * <p>Immutable; a changed topic configuration is a new value given to {@link Log#setConfig}.
 */
public record LogConfig(SegmentConfig segment, RetentionConfig retention, FlushConfig flush) {
    /** Kafka's defaults. */
    public static final LogConfig DEFAULTS =
            new LogConfig(SegmentConfig.DEFAULTS, RetentionConfig.DEFAULTS, FlushConfig.DEFAULTS);

    /** The same with other segments. */
    public LogConfig with(SegmentConfig newSegment) {
        return new LogConfig(newSegment, retention, flush);
    }

    /** The same with another retention. */
    public LogConfig with(RetentionConfig newRetention) {
        return new LogConfig(segment, newRetention, flush);
    }

    /** The same with other fsyncs. */
    public LogConfig with(FlushConfig newFlush) {
        return new LogConfig(segment, retention, newFlush);
    }
}
