package dev.naru.client.consumer;

import dev.naru.record.Header;
import dev.naru.record.TimestampType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record as it stands in its partition. Threading: immutable, if its arrays are left alone. */
public final class ConsumedRecord {
    private final String topic;
    private final int partition;
    private final long offset;
    private final long timestampMs;
    private final TimestampType timestampType;
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;
    private final List<Header> headers;

    public ConsumedRecord(
            String topic,
            int partition,
            long offset,
            long timestampMs,
            TimestampType timestampType,
            byte @Nullable [] key,
            byte @Nullable [] value,
            List<Header> headers) {
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.timestampMs = timestampMs;
        this.timestampType = timestampType;
        this.key = key;
        this.value = value;
        this.headers = headers;
    }

    public String topic() {
        return topic;
    }

    public int partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }

    /** Milliseconds since the epoch, or -1 if the record has no time. */
    public long timestampMs() {
        return timestampMs;
    }

    /** Whose clock the time is from. */
    public TimestampType timestampType() {
        return timestampType;
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

    @Override
    public String toString() {
        return "ConsumedRecord[" + topic + "-" + partition + "@" + offset + "]";
    }
}
