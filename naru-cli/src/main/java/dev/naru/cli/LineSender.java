package dev.naru.cli;

import dev.naru.client.producer.ProducerRecord;
import dev.naru.client.producer.RecordMetadata;
import dev.naru.record.Header;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends lines as records and counts what becomes of them. After the first line that fails for good no more are read:
 * what follows it would stand in the topic with a hole before it.
 *
 * <p>Threading: confined to the main thread; the counts are written by the client's loop.
 */
final class LineSender {
    private final String topic;
    private final int partition;
    private final List<Header> headers;
    private final byte @Nullable [] separator;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();

    LineSender(String topic, int partition, List<Header> headers, byte @Nullable [] separator) {
        this.topic = topic;
        this.partition = partition;
        this.headers = List.copyOf(headers);
        this.separator = separator;
    }

    /**
     * Sends all lines; each is acknowledged or fails some time later.
     *
     * @param room done when there is room for another record
     */
    void sendAll(
            LineSource lines,
            Supplier<CompletableFuture<Void>> room,
            Function<ProducerRecord, CompletableFuture<RecordMetadata>> send)
            throws IOException {
        for (byte[] line = lines.next(); line != null && firstFailure.get() == null; line = lines.next()) {
            room.get().join();
            var unused = send.apply(record(line)).whenComplete((stored, failure) -> {
                if (failure == null) {
                    acknowledged.incrementAndGet();
                } else {
                    failed.incrementAndGet();
                    firstFailure.compareAndSet(null, failure);
                }
            });
        }
    }

    long acknowledged() {
        return acknowledged.get();
    }

    long failed() {
        return failed.get();
    }

    /** Why the first line failed, null if all are acknowledged. */
    @Nullable
    Throwable firstFailure() {
        return firstFailure.get();
    }

    ProducerRecord record(byte[] line) {
        byte[] key = null;
        byte[] value = line;
        int at = separator == null ? -1 : indexOf(line, separator);
        if (separator != null && at >= 0) {
            key = Arrays.copyOf(line, at);
            value = Arrays.copyOfRange(line, at + separator.length, line.length);
        }
        return ProducerRecord.of(topic, key, value).withPartition(partition).withHeaders(headers);
    }

    private static int indexOf(byte[] line, byte[] wanted) {
        for (int at = 0; at <= line.length - wanted.length; at++) {
            if (Arrays.equals(line, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
