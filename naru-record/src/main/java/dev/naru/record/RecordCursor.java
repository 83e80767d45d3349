package dev.naru.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the parts of one record in a buffer: indices and sizes, no objects.
 *
 * <pre>
 *  size             varint    of what follows
 *  attributes       int8      unused
 *  timestamp delta  varlong   to the base timestamp of the batch
 *  offset delta     varint    to the base offset of the batch
 *  key size         varint    -1: no key
 *  key              bytes
 *  value size       varint    -1: no value
 *  value            bytes
 *  header count     varint
 *  per header:      key size varint, key UTF-8, value size varint (-1: no value), value bytes
 * </pre>
 *
 * <p>Every size is checked against what is left before it is believed; {@link #fault} says what was wrong.
 *
 * <p>Threading: confined to its user.
 */
final class RecordCursor {
    /** The least a record takes: seven numbers of one byte. */
    static final int RECORD_SIZE_BYTES_MIN = 7;

    static final int NO_BYTES = -1;

    /** {@link #readSize} needs more bytes to know. */
    static final int SIZE_INCOMPLETE = -1;

    /** {@link #readSize} found what cannot be a size. */
    static final int SIZE_MALFORMED = -2;

    private static final int VARINT_BITS = 7;
    private static final int VARINT_MASK = 0x7f;

    long timestampDelta;
    int offsetDelta;
    int keyIndex;
    int keySize;
    int valueIndex;
    int valueSize;
    int headerCount;
    int headersIndex;

    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int index;
    private int limit;
    private @Nullable String fault;

    /** What was wrong with the record, if {@link #read} said no. */
    String fault() {
        return fault == null ? "nothing is wrong with it" : fault;
    }

    /** Where the reading stopped: after the size, after the record. */
    int index() {
        return index;
    }

    /** The size of the record at {@code from}, without the size itself; {@link #index} is then where the record goes on. */
    int readSize(ByteBuffer buffer, int from, int limit) {
        begin(buffer, from, limit);
        int size = (int) readVarint(Varint.INT_SIZE_BYTES_MAX);
        if (fault != null) {
            return limit - from < Varint.INT_SIZE_BYTES_MAX ? SIZE_INCOMPLETE : SIZE_MALFORMED;
        }
        return size < RECORD_SIZE_BYTES_MIN - 1 ? SIZE_MALFORMED : size;
    }

    /** Reads the record between {@code from}, where its attributes are, and {@code end}, all of it; false: see {@link #fault}. */
    boolean read(ByteBuffer buffer, int from, int end) {
        begin(buffer, from + 1, end);
        timestampDelta = readVarint(Varint.LONG_SIZE_BYTES_MAX);
        offsetDelta = (int) readVarint(Varint.INT_SIZE_BYTES_MAX);
        keySize = readSkipping("the size of the key is not possible");
        keyIndex = index - Math.max(keySize, 0);
        valueSize = readSkipping("the size of the value is not possible");
        valueIndex = index - Math.max(valueSize, 0);
        headerCount = (int) readVarint(Varint.INT_SIZE_BYTES_MAX);
        headersIndex = index;
        if (fault == null && headerCount != 0) {
            readHeaders();
        }
        if (fault == null && index != limit) {
            fault = "the record is larger than what is in it";
        }
        return fault == null;
    }

    /** Goes back to the first header; {@link #readHeaderPart} then reads them one by one. */
    void rewindHeaders() {
        index = headersIndex;
    }

    /** The size of the next header's key or value, {@link #NO_BYTES} for null; {@link #index} is then after its bytes. */
    int readHeaderPart() {
        return readSkipping("the size of a header's value is not possible");
    }

    private void begin(ByteBuffer buffer, int from, int limit) {
        this.buffer = buffer;
        this.index = from;
        this.limit = limit;
        this.fault = null;
    }

    private void readHeaders() {
        // A header takes two bytes at the least, so a count from garbage is found out before it is counted down.
        if (headerCount < 0 || headerCount > (limit - index) / 2) {
            failWith("the number of headers is not possible");
            return;
        }
        for (int i = 0; i < headerCount && fault == null; i++) {
            if (readSkipping("the size of a header's key is not possible") == NO_BYTES && fault == null) {
                failWith("a header has no key");
            }
            readSkipping("the size of a header's value is not possible");
        }
    }

    private int readSkipping(String orElse) {
        int size = (int) readVarint(Varint.INT_SIZE_BYTES_MAX);
        if (fault != null) {
            return NO_BYTES;
        }
        if (size < NO_BYTES || size > limit - index) {
            failWith(orElse);
            return NO_BYTES;
        }
        index += Math.max(size, 0);
        return size;
    }

    /** Numbers of one and two bytes, which nearly all are, straight away; this runs several times for every record. */
    private long readVarint(int sizeBytesMax) {
        int at = index;
        if (limit - at >= 2) {
            int first = buffer.get(at);
            if (first >= 0) {
                index = at + 1;
                return Varint.unZigZag(first);
            }
            int second = buffer.get(at + 1);
            if (second >= 0) {
                index = at + 2;
                return Varint.unZigZag((first & VARINT_MASK) | (second << VARINT_BITS));
            }
        }
        return readLongerVarint(sizeBytesMax);
    }

    private long readLongerVarint(int sizeBytesMax) {
        if (fault != null) {
            return 0;
        }
        long raw = 0;
        int at = index;
        int end = Math.min(limit - at, sizeBytesMax) + at;
        for (int shift = 0; at < end; shift += VARINT_BITS) {
            byte next = buffer.get(at++);
            raw |= (long) (next & VARINT_MASK) << shift;
            if (next >= 0) {
                index = at;
                return Varint.unZigZag(raw);
            }
        }
        failWith(end == limit ? "it ends in the middle of a number" : "a number has too many bytes");
        return 0;
    }

    private void failWith(String message) {
        fault = message;
        // Nothing is left to read, so that what follows a fault cannot take it for data.
        index = limit;
    }
}
