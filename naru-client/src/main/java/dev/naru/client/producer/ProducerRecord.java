package dev.naru.client.producer;

import dev.naru.client.RecordBody;
import dev.naru.record.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record to send. Its arrays are not copied: leave them alone until the record was acknowledged.
 *
 * <p>Threading: immutable, if its arrays are left alone.
 *
 * @param topic where to
 * @param partition counted from zero, or {@link #ANY_PARTITION}
 * @param timestampMs milliseconds since the epoch, or {@link #NOW}
 * @param body what is in it
 */
public record ProducerRecord(String topic, int partition, long timestampMs, RecordBody body) {
    /** The producer chooses: by the key's hash, or for a time one and the same if there is no key. */
    public static final int ANY_PARTITION = -1;

    /** The time of {@link Producer#send}. */
    public static final long NOW = -1;

    public ProducerRecord {
        if (partition < ANY_PARTITION) {
            throw new IllegalArgumentException("a partition is zero or more, not " + partition);
        }
        if (timestampMs < NOW) {
            throw new IllegalArgumentException("a timestamp is zero or more, not " + timestampMs);
        }
    }

    /** A record for any partition, without headers, of now. A null value deletes the key in a compacted topic. */
    public static ProducerRecord of(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        return new ProducerRecord(topic, ANY_PARTITION, NOW, new RecordBody(key, value, List.of()));
    }

    /** As this, for a partition counted from zero, or {@link #ANY_PARTITION}. */
    public ProducerRecord withPartition(int newPartition) {
        return new ProducerRecord(topic, newPartition, timestampMs, body);
    }

    /** As this, at this time in milliseconds since the epoch, or {@link #NOW}. */
    public ProducerRecord withTimestampMs(long newTimestampMs) {
        return new ProducerRecord(topic, partition, newTimestampMs, body);
    }

    /** As this, with these headers. */
    public ProducerRecord withHeaders(List<Header> newHeaders) {
        return new ProducerRecord(topic, partition, timestampMs, new RecordBody(body.key(), body.value(), newHeaders));
    }

    /** The key's bytes, null if it has none. */
    public byte @Nullable [] key() {
        return body.key();
    }

    /** The value's bytes, null if it has none. */
    public byte @Nullable [] value() {
        return body.value();
    }

    /** Its headers. */
    public List<Header> headers() {
        return body.headers();
    }
}
