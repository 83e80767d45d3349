package dev.naru.record;

import dev.naru.common.Invariant;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one batch after the other in memory it keeps: {@link #reset}, append records, {@link #build}.
 *
 * <p>Records are written as they come, behind room for the header; compression, if any, is one pass at the end. Offsets
 * count up from the base offset. The built batch is the builder's own memory, so send or copy it before the next reset.
 *
 * <p>Threading: confined to its user.
 */
public final class BatchBuilder implements AutoCloseable {
    private static final int INITIAL_BYTES = 1 << 10;
    private static final int NO_BYTES = -1;

    private final Compression compression;
    private final int sizeBytesMax;
    private final @Nullable Compressor compressor;
    private final GrowableBytes plain = new GrowableBytes(INITIAL_BYTES);
    private final GrowableBytes packed = new GrowableBytes(0);

    private long baseOffset;
    private int leaderEpoch;
    private long producerId;
    private short producerEpoch;
    private int baseSequence;
    private int attributes;
    private int recordCount;
    private long baseTimestamp;
    private long maxTimestamp;
    private long logAppendTime;

    /** @param sizeBytesMax what {@link #tryAppend} fills a batch up to, before compression */
    public BatchBuilder(Compression compression, int sizeBytesMax) {
        this.compression = compression;
        this.sizeBytesMax = sizeBytesMax;
        this.compressor = compression.type() == CompressionType.NONE ? null : Compressor.of(compression);
        reset();
    }

    /** Begins a new batch with nothing in it; what was built before is gone. */
    public BatchBuilder reset() {
        plain.clear();
        plain.ensureRoom(BatchView.HEADER_SIZE_BYTES);
        plain.size(BatchView.HEADER_SIZE_BYTES);
        packed.clear();
        baseOffset = 0;
        leaderEpoch = BatchView.NO_LEADER_EPOCH;
        producerId = BatchView.NO_PRODUCER_ID;
        producerEpoch = BatchView.NO_PRODUCER_EPOCH;
        baseSequence = BatchView.NO_SEQUENCE;
        attributes = compression.type().id();
        recordCount = 0;
        baseTimestamp = BatchView.NO_TIMESTAMP;
        maxTimestamp = BatchView.NO_TIMESTAMP;
        return this;
    }

    /** The offset of the first record; 0 unless said, as producers send it. */
    public BatchBuilder baseOffset(long offset) {
        this.baseOffset = offset;
        return this;
    }

    /** The epoch of the leader that appends it; none unless said. */
    public BatchBuilder leaderEpoch(int epoch) {
        this.leaderEpoch = epoch;
        return this;
    }

    /** Who sends it, for idempotence; {@code baseSequence} is that of the first record. */
    public BatchBuilder producer(long producerId, short producerEpoch, int baseSequence) {
        this.producerId = producerId;
        this.producerEpoch = producerEpoch;
        this.baseSequence = baseSequence;
        return this;
    }

    public BatchBuilder transactional(boolean transactional) {
        return attribute(BatchView.TRANSACTIONAL_BIT, transactional);
    }

    public BatchBuilder control(boolean control) {
        return attribute(BatchView.CONTROL_BIT, control);
    }

    /** Gives all records one time, the leader's. */
    public BatchBuilder logAppendTime(long timestampMs) {
        this.logAppendTime = timestampMs;
        return attribute(BatchView.LOG_APPEND_TIME_BIT, true);
    }

    /**
     * Adds a record unless the batch would grow past its size; the first one always fits. Reads the buffers between position
     * and limit without moving them.
     */
    public boolean tryAppend(
            long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value, List<Header> headers) {
        int bodySize = bodySize(timestamp, key, value, headers);
        int size = Varint.sizeBytes(bodySize) + bodySize;
        if (recordCount > 0 && (size > sizeBytesMax - plain.size() || recordCount == Integer.MAX_VALUE)) {
            return false;
        }
        append(bodySize, timestamp, key, value, headers);
        return true;
    }

    /** Adds a record even if the batch is full. */
    public void append(long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value, List<Header> headers) {
        append(bodySize(timestamp, key, value, headers), timestamp, key, value, headers);
    }

    public int recordCount() {
        return recordCount;
    }

    /** What the batch takes now, before compression. */
    public int sizeBytes() {
        return plain.size();
    }

    /** The batch, in memory of the builder: valid until the next {@link #reset}. Building again gives the same. */
    public ByteBuffer build() {
        GrowableBytes bytes = plain;
        if (compressor != null) {
            packed.clear();
            packed.ensureRoom(BatchView.HEADER_SIZE_BYTES);
            packed.size(BatchView.HEADER_SIZE_BYTES);
            compressor.compress(
                    plain.array(), BatchView.HEADER_SIZE_BYTES, plain.size() - BatchView.HEADER_SIZE_BYTES, packed);
            bytes = packed;
        }
        ByteBuffer batch = bytes.toBuffer(0);
        writeHeader(batch);
        return batch;
    }

    /** Gives back what the codec holds outside the heap. */
    @Override
    public void close() {
        if (compressor != null) {
            compressor.close();
        }
    }

    private BatchBuilder attribute(int bit, boolean on) {
        attributes = on ? attributes | bit : attributes & ~bit;
        return this;
    }

    private int bodySize(long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value, List<Header> headers) {
        long size = 1L
                + Varint.sizeBytes(recordCount == 0 ? 0 : timestamp - baseTimestamp)
                + Varint.sizeBytes(recordCount)
                + sizeWithPrefix(key)
                + sizeWithPrefix(value)
                + Varint.sizeBytes(headers.size());
        for (Header header : headers) {
            size += sizeWithPrefix(utf8Size(header.key())) + sizeWithPrefix(header.value());
        }
        Invariant.check(
                size <= Integer.MAX_VALUE,
                "a record of %d bytes does not fit a batch; the most is %d",
                size,
                Integer.MAX_VALUE);
        return (int) size;
    }

    private void append(
            int bodySize, long timestamp, @Nullable ByteBuffer key, @Nullable ByteBuffer value, List<Header> headers) {
        if (recordCount == 0) {
            baseTimestamp = timestamp;
        }
        plain.ensureRoom(Varint.INT_SIZE_BYTES_MAX + bodySize);
        addVarint(bodySize);
        int start = plain.size();
        plain.array()[start] = 0;
        plain.size(start + 1);
        addVarint(timestamp - baseTimestamp);
        addVarint(recordCount);
        addWithPrefix(key);
        addWithPrefix(value);
        addVarint(headers.size());
        for (Header header : headers) {
            byte[] name = header.key().getBytes(StandardCharsets.UTF_8);
            addVarint(name.length);
            plain.add(name, 0, name.length);
            addWithPrefix(header.value());
        }
        Invariant.check(
                plain.size() - start == bodySize, "a record of %d bytes took %d", bodySize, plain.size() - start);
        recordCount++;
        maxTimestamp = Math.max(maxTimestamp, timestamp);
    }

    private void writeHeader(ByteBuffer batch) {
        boolean isLogAppendTime = (attributes & BatchView.LOG_APPEND_TIME_BIT) != 0;
        batch.putLong(BatchView.BASE_OFFSET_INDEX, baseOffset);
        batch.putInt(BatchView.LENGTH_INDEX, batch.capacity() - BatchView.PREFIX_SIZE_BYTES);
        batch.putInt(BatchView.LEADER_EPOCH_INDEX, leaderEpoch);
        batch.put(BatchView.MAGIC_INDEX, BatchView.MAGIC);
        batch.putShort(BatchView.ATTRIBUTES_INDEX, (short) attributes);
        batch.putInt(BatchView.LAST_OFFSET_DELTA_INDEX, Math.max(recordCount - 1, 0));
        batch.putLong(BatchView.BASE_TIMESTAMP_INDEX, baseTimestamp);
        batch.putLong(BatchView.MAX_TIMESTAMP_INDEX, isLogAppendTime ? logAppendTime : maxTimestamp);
        batch.putLong(BatchView.PRODUCER_ID_INDEX, producerId);
        batch.putShort(BatchView.PRODUCER_EPOCH_INDEX, producerEpoch);
        batch.putInt(BatchView.BASE_SEQUENCE_INDEX, baseSequence);
        batch.putInt(BatchView.RECORD_COUNT_INDEX, recordCount);
        batch.putInt(BatchView.CRC_INDEX, new BatchView().wrap(batch, 0).computeCrc());
    }

    private void addVarint(long value) {
        plain.ensureRoom(Varint.LONG_SIZE_BYTES_MAX);
        plain.size(Varint.write(plain.array(), plain.size(), value));
    }

    private void addWithPrefix(@Nullable ByteBuffer bytes) {
        addVarint(bytes == null ? NO_BYTES : bytes.remaining());
        if (bytes != null) {
            plain.add(bytes);
        }
    }

    private static long sizeWithPrefix(@Nullable ByteBuffer bytes) {
        return bytes == null ? 1 : sizeWithPrefix(bytes.remaining());
    }

    private static long sizeWithPrefix(int size) {
        return (long) Varint.sizeBytes(size) + size;
    }

    /** How many bytes {@link String#getBytes} will make of it, without making them. */
    private static int utf8Size(String text) {
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                size += 1;
            } else if (c < 0x800) {
                size += 2;
            } else if (!Character.isSurrogate(c)) {
                size += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                size += 4;
                i++;
            } else {
                // Half a pair cannot be written: it becomes a question mark.
                size += 1;
            }
        }
        return size;
    }
}
