package dev.naru.client.consumer;

import dev.naru.client.RecordBody;
import dev.naru.record.Header;
import dev.naru.record.TimestampType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stands in its partition. Threading: immutable, if its arrays are left alone.
 *
 * @param topic its topic
 * @param partition its partition, from zero
 * @param offset its place there
 * @param timestampMs milliseconds since the epoch, or -1 if it has no time
 * @param timestampType whose clock the time is from
 * @param body what its producer put into it
 */
public record ConsumedRecord(
        String topic, int partition, long offset, long timestampMs, TimestampType timestampType, RecordBody body) {
    /** The key's bytes, null if it has none. */
    public byte @Nullable [] key() {
        return body.key();
    }

    /** The value's bytes, null if it has none. */
    public byte @Nullable [] value() {
        return body.value();
    }

    /** Its headers, in the order its producer gave them. */
    public List<Header> headers() {
        return body.headers();
    }

    @Override
    public String toString() {
        return "ConsumedRecord[" + topic + "-" + partition + "@" + offset + "]";
    }
}
