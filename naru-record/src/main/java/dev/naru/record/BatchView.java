package dev.naru.record;

import dev.naru.common.Invariant;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record batch of format 2 in a buffer: a flyweight that reads and stamps the header in place. All numbers are big-endian.
 *
 * <pre>
 *  at  size  field                    notes
 *   0   8    base offset              of the first record; stamped by the leader
 *   8   4    batch length             bytes that follow this field: size of the batch - 12
 *  12   4    partition leader epoch   stamped by the leader
 *  16   1    magic                    2
 *  17   4    crc                      CRC-32C of everything from the attributes to the end
 *  21   2    attributes               bits 0-2 codec, 3 log append time, 4 transactional, 5 control, 6 delete horizon
 *  23   4    last offset delta        offset of the last record - base offset
 *  27   8    base timestamp           records hold deltas to it; with bit 6 it is the delete horizon as well
 *  35   8    max timestamp            with bit 3 it is the timestamp of every record
 *  43   8    producer id              -1: none
 *  51   2    producer epoch           -1: none
 *  53   4    base sequence            -1: none
 *  57   4    record count
 *  61   …    records                  compressed as one block if bits 0-2 say so; see {@link RecordReader}
 * </pre>
 *
 * <p>Nothing is checked on access: whoever wraps a buffer knows that a header is there ({@link Batches} finds out). The
 * offset and the epoch lie before the checksum so that a leader can stamp them without computing it again.
 *
 * <p>Threading: confined to its user, as the buffer is.
 */
public final class BatchView {
    /** Offset and length: what tells how much more there is to read. */
    public static final int PREFIX_SIZE_BYTES = 12;

    /** Everything before the records. */
    public static final int HEADER_SIZE_BYTES = 61;

    /** The only format there is now. */
    public static final byte MAGIC = 2;

    public static final long NO_PRODUCER_ID = -1;
    public static final short NO_PRODUCER_EPOCH = -1;
    public static final int NO_SEQUENCE = -1;
    public static final long NO_TIMESTAMP = -1;
    public static final int NO_LEADER_EPOCH = -1;

    static final int BASE_OFFSET_INDEX = 0;
    static final int LENGTH_INDEX = 8;
    static final int LEADER_EPOCH_INDEX = 12;
    static final int MAGIC_INDEX = 16;
    static final int CRC_INDEX = 17;
    static final int ATTRIBUTES_INDEX = 21;
    static final int LAST_OFFSET_DELTA_INDEX = 23;
    static final int BASE_TIMESTAMP_INDEX = 27;
    static final int MAX_TIMESTAMP_INDEX = 35;
    static final int PRODUCER_ID_INDEX = 43;
    static final int PRODUCER_EPOCH_INDEX = 51;
    static final int BASE_SEQUENCE_INDEX = 53;
    static final int RECORD_COUNT_INDEX = 57;

    static final int COMPRESSION_MASK = 0x07;
    static final int LOG_APPEND_TIME_BIT = 0x08;
    static final int TRANSACTIONAL_BIT = 0x10;
    static final int CONTROL_BIT = 0x20;
    static final int DELETE_HORIZON_BIT = 0x40;

    private static final ByteBuffer NOWHERE = ByteBuffer.allocate(HEADER_SIZE_BYTES);

    private final CRC32C checksum = new CRC32C();
    private ByteBuffer buffer = NOWHERE;
    private int start;

    /** Looks at the batch that starts at {@code index} of {@code buffer}, where at least a header is. */
    public BatchView wrap(ByteBuffer buffer, int index) {
        Invariant.check(buffer.order() == ByteOrder.BIG_ENDIAN, "a batch is big-endian");
        Invariant.check(
                index >= 0 && index <= buffer.limit() - HEADER_SIZE_BYTES,
                "no room for a batch header at %d of %d bytes",
                index,
                buffer.limit());
        this.buffer = buffer;
        this.start = index;
        return this;
    }

    /** The buffer it looks at; {@link #index} says where. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Where in {@link #buffer} the batch starts. */
    public int index() {
        return start;
    }

    public long baseOffset() {
        return buffer.getLong(start + BASE_OFFSET_INDEX);
    }

    public long lastOffset() {
        return baseOffset() + lastOffsetDelta();
    }

    /** The offset after this batch. */
    public long nextOffset() {
        return lastOffset() + 1;
    }

    /** The length field as it is; {@link #sizeBytes} is the size of the whole. */
    public int batchLength() {
        return buffer.getInt(start + LENGTH_INDEX);
    }

    /** Size of the whole batch. */
    public int sizeBytes() {
        return PREFIX_SIZE_BYTES + batchLength();
    }

    public int leaderEpoch() {
        return buffer.getInt(start + LEADER_EPOCH_INDEX);
    }

    public byte magic() {
        return buffer.get(start + MAGIC_INDEX);
    }

    /** The checksum the batch claims. */
    public int crc() {
        return buffer.getInt(start + CRC_INDEX);
    }

    public short attributes() {
        return buffer.getShort(start + ATTRIBUTES_INDEX);
    }

    public int lastOffsetDelta() {
        return buffer.getInt(start + LAST_OFFSET_DELTA_INDEX);
    }

    public long baseTimestamp() {
        return buffer.getLong(start + BASE_TIMESTAMP_INDEX);
    }

    /** The largest timestamp of its records, {@link #NO_TIMESTAMP} if they have none. */
    public long maxTimestamp() {
        return buffer.getLong(start + MAX_TIMESTAMP_INDEX);
    }

    public long producerId() {
        return buffer.getLong(start + PRODUCER_ID_INDEX);
    }

    public short producerEpoch() {
        return buffer.getShort(start + PRODUCER_EPOCH_INDEX);
    }

    public int baseSequence() {
        return buffer.getInt(start + BASE_SEQUENCE_INDEX);
    }

    /** The sequence of the last record, {@link #NO_SEQUENCE} if there is none. Sequences go on at zero after the largest int. */
    public int lastSequence() {
        int first = baseSequence();
        return first == NO_SEQUENCE ? NO_SEQUENCE : (first + lastOffsetDelta()) & Integer.MAX_VALUE;
    }

    public int recordCount() {
        return buffer.getInt(start + RECORD_COUNT_INDEX);
    }

    /** Null if the attributes name a codec that does not exist. */
    public @Nullable CompressionType compression() {
        return CompressionType.forId(attributes() & COMPRESSION_MASK);
    }

    public boolean isCompressed() {
        return hasAttribute(COMPRESSION_MASK);
    }

    public TimestampType timestampType() {
        return hasAttribute(LOG_APPEND_TIME_BIT) ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME;
    }

    public boolean isTransactional() {
        return hasAttribute(TRANSACTIONAL_BIT);
    }

    public boolean isControl() {
        return hasAttribute(CONTROL_BIT);
    }

    /** True if compaction has said when the tombstones of this batch go: at {@link #baseTimestamp}. */
    public boolean hasDeleteHorizon() {
        return hasAttribute(DELETE_HORIZON_BIT);
    }

    public boolean hasProducerId() {
        return producerId() != NO_PRODUCER_ID;
    }

    /** Where in {@link #buffer} the records start. */
    public int recordsIndex() {
        return start + HEADER_SIZE_BYTES;
    }

    /** The bytes after the header, as they are in the buffer. */
    public ByteBuffer records() {
        return buffer.slice(recordsIndex(), sizeBytes() - HEADER_SIZE_BYTES);
    }

    /** The whole batch, not copied. */
    public ByteBuffer bytes() {
        return buffer.slice(start, sizeBytes());
    }

    /** The checksum the batch should have; reads all of it. */
    public int computeCrc() {
        checksum.reset();
        checksum.update(buffer.slice(start + ATTRIBUTES_INDEX, sizeBytes() - ATTRIBUTES_INDEX));
        return (int) checksum.getValue();
    }

    /** True if the bytes are those the checksum was computed from; reads all of them. */
    public boolean isCrcValid() {
        return computeCrc() == crc();
    }

    /** Gives the batch its place in the log. The checksum does not cover these fields. */
    public void stampPlace(long baseOffset, int leaderEpoch) {
        buffer.putLong(start + BASE_OFFSET_INDEX, baseOffset);
        buffer.putInt(start + LEADER_EPOCH_INDEX, leaderEpoch);
    }

    /** Gives all records of the batch the leader's time; computes the checksum again if that changed anything. */
    public void stampLogAppendTime(long timestampMs) {
        stampTimestamp((short) (attributes() | LOG_APPEND_TIME_BIT), timestampMs);
    }

    /** Corrects the max timestamp of a batch of the producer's time; computes the checksum again if that changed anything. */
    public void stampMaxTimestamp(long timestampMs) {
        stampTimestamp((short) (attributes() & ~LOG_APPEND_TIME_BIT), timestampMs);
    }

    @Override
    public String toString() {
        return "BatchView[offsets=" + baseOffset() + ".." + lastOffset() + ", count=" + recordCount() + ", sizeBytes="
                + sizeBytes() + ", leaderEpoch=" + leaderEpoch() + ", attributes=" + attributes() + ", maxTimestamp="
                + maxTimestamp() + ", producerId=" + producerId() + ", producerEpoch=" + producerEpoch()
                + ", baseSequence=" + baseSequence() + "]";
    }

    private void stampTimestamp(short attributes, long maxTimestamp) {
        if (attributes != attributes() || maxTimestamp != maxTimestamp()) {
            buffer.putShort(start + ATTRIBUTES_INDEX, attributes);
            buffer.putLong(start + MAX_TIMESTAMP_INDEX, maxTimestamp);
            buffer.putInt(start + CRC_INDEX, computeCrc());
        }
    }

    private boolean hasAttribute(int mask) {
        return (attributes() & mask) != 0;
    }
}
