package dev.naru.coordinator.runtime;

import dev.naru.protocol.CoordinatorFrame;
import dev.naru.record.BatchBuilder;
import dev.naru.record.BatchView;
import dev.naru.record.Compression;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the records of several decisions into one batch. Those of a transactional producer are never mixed with others.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class RecordBatcher implements AutoCloseable {
    /** More than the framing of one record ever takes: lengths, deltas and attributes as varints. */
    static final int RECORD_OVERHEAD_BYTES_MAX = 40;

    private final int sizeBytesMax;
    private final BatchBuilder builder;

    RecordBatcher(int sizeBytesMax) {
        this.sizeBytesMax = sizeBytesMax;
        this.builder = new BatchBuilder(Compression.NONE, sizeBytesMax);
    }

    /** True if all of these have room beside what is there. */
    boolean fits(List<Encoded> records) {
        long sizeBytes = builder.sizeBytes();
        for (Encoded record : records) {
            sizeBytes += record.sizeBytes() + RECORD_OVERHEAD_BYTES_MAX;
        }
        return sizeBytes <= sizeBytesMax;
    }

    /** Adds records that fit. */
    void add(List<Encoded> records, long timestampMs) {
        for (Encoded record : records) {
            builder.append(timestampMs, record.key, record.value, List.of());
        }
    }

    /** Makes the batch, which must be empty, one of this producer. */
    void belongTo(ProducerIdentity producer) {
        builder.producer(producer.id(), producer.epoch(), BatchView.NO_SEQUENCE).transactional(true);
    }

    int sizeBytesMax() {
        return sizeBytesMax;
    }

    int recordCount() {
        return builder.recordCount();
    }

    boolean isEmpty() {
        return builder.recordCount() == 0;
    }

    /** The batch; its bytes are valid until {@link #clear}. */
    ByteBuffer build() {
        return builder.build();
    }

    /** Drops what is there. */
    void clear() {
        builder.reset();
    }

    @Override
    public void close() {
        builder.close();
    }

    /** The bytes of a record's key and value. */
    record Encoded(ByteBuffer key, @Nullable ByteBuffer value) {
        static Encoded of(CoordinatorRecord record) {
            return new Encoded(
                    ByteBuffer.wrap(CoordinatorFrame.encodeKey(record.key())),
                    record.value() == null
                            ? null
                            : ByteBuffer.wrap(CoordinatorFrame.encodeValue(record.value(), record.valueVersion())));
        }

        int sizeBytes() {
            return key.remaining() + (value == null ? 0 : value.remaining());
        }
    }
}
