package dev.naru.client.producer;

import dev.naru.record.Header;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way, with the future its sender holds.
 *
 * @param record what to send
 * @param timestampMs its time, settled
 * @param sizeBytes at most what it takes in a batch before compression
 * @param sentNs when {@code send} was called, in monotonic time
 * @param result what the sender waits for
 */
record PendingSend(
        ProducerRecord record, long timestampMs, int sizeBytes, long sentNs, CompletableFuture<RecordMetadata> result) {
    /** Length, attributes, timestamp and offset delta, key and value length, header count: varints at their longest. */
    private static final int OVERHEAD_BYTES_MAX = 5 + 1 + 10 + 5 + 5 + 5 + 5;

    private static final int HEADER_OVERHEAD_BYTES_MAX = 10;
    private static final int UTF8_BYTES_PER_CHAR_MAX = 3;

    static PendingSend of(ProducerRecord record, long nowMs, long nowNs) {
        long timestampMs = record.timestampMs() == ProducerRecord.NOW ? nowMs : record.timestampMs();
        return new PendingSend(record, timestampMs, sizeBytesMax(record), nowNs, new CompletableFuture<>());
    }

    @Nullable
    ByteBuffer key() {
        byte[] key = record.key();
        return key == null ? null : ByteBuffer.wrap(key);
    }

    @Nullable
    ByteBuffer value() {
        byte[] value = record.value();
        return value == null ? null : ByteBuffer.wrap(value);
    }

    private static int sizeBytesMax(ProducerRecord record) {
        byte[] key = record.key();
        byte[] value = record.value();
        long size = OVERHEAD_BYTES_MAX + (key == null ? 0L : key.length) + (value == null ? 0L : value.length);
        for (Header header : record.headers()) {
            ByteBuffer headerValue = header.value();
            size += HEADER_OVERHEAD_BYTES_MAX
                    + (long) header.key().length() * UTF8_BYTES_PER_CHAR_MAX
                    + (headerValue == null ? 0 : headerValue.remaining());
        }
        return Math.toIntExact(size);
    }
}
