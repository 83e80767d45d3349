package dev.naru.client.producer;

/**
 * Where an acknowledged record stands.
 *
 * @param topic its topic
 * @param partition its partition
 * @param offset its offset, or -1 if the broker did not say ({@link Acks#NONE}, or a duplicate of long ago)
 * @param timestampMs its timestamp as stored, in milliseconds since the epoch
 */
public record RecordMetadata(String topic, int partition, long offset, long timestampMs) {}
