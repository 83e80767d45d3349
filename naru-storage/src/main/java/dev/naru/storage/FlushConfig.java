package dev.naru.storage;

/**
 * When an fsync is asked for, under Kafka's names.
 *
 * @param messages {@code flush.messages}: after so many
 * @param ms {@code flush.ms}: when unforced data is older
 */
public record FlushConfig(long messages, long ms) {
    /** Kafka's defaults: never, the replicas are what makes data durable. */
    public static final FlushConfig DEFAULTS = new FlushConfig(Long.MAX_VALUE, Long.MAX_VALUE);
}
