package dev.naru.storage;

/**
 * What is dropped from the beginning of a log, under Kafka's names.
 *
 * @param enabled {@code cleanup.policy} contains {@code delete}; else neither time nor size drops anything
 * @param ms {@code retention.ms}, -1 for ever
 * @param sizeBytes {@code retention.bytes}, -1 for no limit
 * @param fileDeleteDelayMs {@code file.delete.delay.ms}: how long a dropped file stays, renamed
 */
public record RetentionConfig(boolean enabled, long ms, long sizeBytes, long fileDeleteDelayMs) {
    /** Kafka's defaults. */
    public static final RetentionConfig DEFAULTS = new RetentionConfig(true, 7 * 24 * 3_600_000L, -1, 60_000);
}
