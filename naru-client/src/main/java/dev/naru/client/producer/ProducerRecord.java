package dev.naru.client.producer;

import dev.naru.record.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record to send. The arrays are not copied: leave them alone until the record was acknowledged.
 *
 * <p>Threading: immutable, if its arrays are left alone.
 */
public final class ProducerRecord {
    /** The producer chooses: by the key's hash, or for a time one and the same if there is no key. */
    public static final int ANY_PARTITION = -1;

    /** The time of {@link Producer#send}. */
    public static final long NOW = -1;

    private final String topic;
    private final int partition;
    private final long timestampMs;
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;
    private final List<Header> headers;

    private ProducerRecord(
            String topic,
            int partition,
            long timestampMs,
            byte @Nullable [] key,
            byte @Nullable [] value,
            List<Header> headers) {
        this.topic = topic;
        this.partition = partition;
        this.timestampMs = timestampMs;
        this.key = key;
        this.value = value;
        this.headers = headers;
    }

    /** A record for any partition, without headers, of now. A null value deletes the key in a compacted topic. */
    public static ProducerRecord of(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        return new ProducerRecord(topic, ANY_PARTITION, NOW, key, value, List.of());
    }

    /** As this, for a partition counted from zero, or {@link #ANY_PARTITION}. */
    public ProducerRecord withPartition(int newPartition) {
        if (newPartition < ANY_PARTITION) {
            throw new IllegalArgumentException("a partition is zero or more, not " + newPartition);
        }
        return new ProducerRecord(topic, newPartition, timestampMs, key, value, headers);
    }

    /** As this, at this time in milliseconds since the epoch, or {@link #NOW}. */
    public ProducerRecord withTimestampMs(long newTimestampMs) {
        if (newTimestampMs < NOW) {
            throw new IllegalArgumentException("a timestamp is zero or more, not " + newTimestampMs);
        }
        return new ProducerRecord(topic, partition, newTimestampMs, key, value, headers);
    }

    /** As this, with these headers. */
    public ProducerRecord withHeaders(List<Header> newHeaders) {
        return new ProducerRecord(topic, partition, timestampMs, key, value, List.copyOf(newHeaders));
    }

    public String topic() {
        return topic;
    }

    public int partition() {
        return partition;
    }

    public long timestampMs() {
        return timestampMs;
    }

    public byte @Nullable [] key() {
        return key;
    }

    public byte @Nullable [] value() {
        return value;
    }

    public List<Header> headers() {
        return headers;
    }
}
