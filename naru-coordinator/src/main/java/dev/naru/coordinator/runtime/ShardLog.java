package dev.naru.coordinator.runtime;

import dev.naru.protocol.ErrorCode;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The partition a shard's records live in, at one leader epoch. The shard is its only writer.
 *
 * <p>Threading: confined to the shard's loop.
 */
public interface ShardLog {
    /** Why nothing can be served now (not leader, storage failed), or {@link ErrorCode#NONE}. */
    ErrorCode refusal();

    /** Why nothing can be written now (too few in-sync replicas), though reads are served, or {@link ErrorCode#NONE}. */
    ErrorCode writeRefusal();

    /** The offset the next record will get. */
    long endOffset();

    /** Everything below this offset is on all in-sync replicas. */
    long committedOffset();

    /** The largest batch the topic takes, in bytes. */
    int batchSizeBytesMax();

    /**
     * Appends one batch, of records or a transaction marker; its records get offsets from {@link #endOffset} on.
     *
     * @return {@link ErrorCode#NONE}, or why nothing was appended
     */
    ErrorCode append(ByteBuffer batch);

    /**
     * Appends a transaction marker.
     *
     * @param ofNewEpoch true if its producer got a new epoch with it; then it does not fit a transaction of that epoch
     */
    default ErrorCode appendMarker(ByteBuffer marker, boolean ofNewEpoch) {
        return append(marker);
    }

    /** {@code listener} hears every advance of {@link #committedOffset}, on the shard's loop; replaces the one before. */
    void onCommitted(@Nullable LongConsumer listener);

    /**
     * Reads everything from the log's start to its end, batch by batch in order, off the loop; then runs exactly one of
     * {@code done} and {@code failed} on the loop.
     *
     * @param batch gets one whole batch, valid during the call, on whatever thread reads
     */
    void readAll(Consumer<ByteBuffer> batch, Runnable done, Consumer<Throwable> failed);
}
