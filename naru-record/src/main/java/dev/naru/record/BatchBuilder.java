package dev.naru.record;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes one batch after the other. */
@SuppressWarnings("DoNotCallSuggester") // only until it is written
public final class BatchBuilder implements AutoCloseable {
    /** @param sizeBytesMax what {@link #tryAppend} fills a batch up to */
    public BatchBuilder(Compression compression, int sizeBytesMax) {
        throw new UnsupportedOperationException("soon " + compression + sizeBytesMax);
    }

    /** Begins a new batch with nothing in it; what was built before is gone. */
    public BatchBuilder reset() {
        throw new UnsupportedOperationException("soon");
    }

    /** The offset of the first record; 0 unless said, as producers send it. */
    public BatchBuilder baseOffset(long offset) {
        throw new UnsupportedOperationException("soon " + offset);
    }

    public BatchBuilder leaderEpoch(int epoch) {
        throw new UnsupportedOperationException("soon " + epoch);
    }

    /** Who sends it, for idempotence; {@code baseSequence} is that of the first record. */
    public BatchBuilder producer(long producerId, short producerEpoch, int baseSequence) {
        throw new UnsupportedOperationException("soon " + producerId + producerEpoch + baseSequence);
    }

    public BatchBuilder transactional(boolean transactional) {
        throw new UnsupportedOperationException("soon " + transactional);
    }

    public BatchBuilder control(boolean control) {
        throw new UnsupportedOperationException("soon " + control);
    }

    /** Gives all records one time, the leader's. */
    public BatchBuilder logAppendTime(long timestampMs) {
        throw new UnsupportedOperationException("soon " + timestampMs);
    }

    /** Adds a record unless the batch is full; the first one always fits. Reads the buffers without moving them. */
    public boolean tryAppend(
            long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value, List<Header> headers) {
        throw new UnsupportedOperationException("soon " + timestamp + key + value + headers);
    }

    /** Adds a record even if the batch is full. */
    public void append(long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value, List<Header> headers) {
        throw new UnsupportedOperationException("soon " + timestamp + key + value + headers);
    }

    public int recordCount() {
        throw new UnsupportedOperationException("soon");
    }

    /** What the batch would be now, before compression. */
    public int sizeBytes() {
        throw new UnsupportedOperationException("soon");
    }

    /** The batch, in memory of the builder: valid until the next {@link #reset}. */
    public ByteBuffer build() {
        throw new UnsupportedOperationException("soon");
    }

    /** Gives back what the codec holds outside the heap. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("soon");
    }
}
