package dev.naru.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the records of one batch after the other, decompressing as it goes: the first record costs the first block.
 *
 * <p>Between calls of {@link #next} the key, the value and the headers are slices, of the batch's buffer if it is not
 * compressed, of a window that the next call moves if it is; {@link #record} gives a record that stays. A control batch is
 * walked like any other: its records are for {@link EndTransactionMarker#read}. The checksum is the caller's to check.
 *
 * <pre>
 *   for (reader.open(batch); reader.next(); ) {
 *       use(reader.offset(), reader.key(), reader.value());
 *   }
 * </pre>
 *
 * <p>Threading: confined to its user.
 */
public final class RecordReader implements AutoCloseable {
    /** What a batch may decompress to unless the caller says otherwise. */
    public static final int DECOMPRESSED_BYTES_MAX = 1 << 30;

    private final RecordSource source;
    private final RecordCursor cursor;
    private long baseOffset;
    private long timestampBase;
    private TimestampType timestampType = TimestampType.CREATE_TIME;
    private int remaining;

    /** A reader for any number of batches. */
    public RecordReader() {
        this(DECOMPRESSED_BYTES_MAX);
    }

    /** As {@link #RecordReader()}; a batch whose records take more than this many bytes is corrupt. */
    public RecordReader(int decompressedBytesMax) {
        this.source = new RecordSource(decompressedBytesMax);
        this.cursor = source.cursor();
    }

    /**
     * Begins with the records of {@code batch}, whose bytes must stay as they are until the last record was read.
     *
     * @throws CorruptBatchException if its codec does not exist
     */
    public RecordReader open(BatchView batch) {
        CompressionType compression = batch.compression();
        if (compression == null) {
            throw new CorruptBatchException("the batch at offset " + batch.baseOffset() + " has an unknown codec");
        }
        baseOffset = batch.baseOffset();
        timestampType = batch.timestampType();
        timestampBase = timestampType == TimestampType.LOG_APPEND_TIME ? batch.maxTimestamp() : batch.baseTimestamp();
        remaining = batch.recordCount();
        source.open(batch, compression);
        return this;
    }

    /**
     * Moves to the next record.
     *
     * @return false if there is none left
     * @throws CorruptBatchException if the records are not what the header says
     */
    public boolean next() {
        RecordSource.Step step = source.next();
        boolean isRecord = step == RecordSource.Step.RECORD;
        if (step == RecordSource.Step.FAULT) {
            throw corrupt(source.fault());
        }
        if (step == RecordSource.Step.TOO_LARGE) {
            throw corrupt("the records decompress to more bytes than are allowed");
        }
        if (isRecord != remaining > 0) {
            throw corrupt("the number of records is not what the header says");
        }
        remaining--;
        return isRecord;
    }

    public long offset() {
        return baseOffset + cursor.offsetDelta;
    }

    /** The producer's time of this record, or the leader's of the batch: see {@link #timestampType}. */
    public long timestamp() {
        return timestampType == TimestampType.LOG_APPEND_TIME ? timestampBase : timestampBase + cursor.timestampDelta;
    }

    public TimestampType timestampType() {
        return timestampType;
    }

    public boolean hasKey() {
        return cursor.keySize >= 0;
    }

    public boolean hasValue() {
        return cursor.valueSize >= 0;
    }

    /** The key, valid until the next call of {@link #next}; null if there is none. */
    public @Nullable ByteBuffer key() {
        return slice(source.window(), cursor.keyIndex, cursor.keySize);
    }

    /** The value, valid until the next call of {@link #next}; null if there is none. */
    public @Nullable ByteBuffer value() {
        return slice(source.window(), cursor.valueIndex, cursor.valueSize);
    }

    public int headerCount() {
        return cursor.headerCount;
    }

    /** The headers, their values valid until the next call of {@link #next}. */
    public List<Header> headers() {
        return headers(source.window(), 0);
    }

    /** The record as a value of its own: copied from the window of a compressed batch, not copied from the buffer of another. */
    public Record record() {
        ByteBuffer window = source.window();
        int moved = 0;
        if (!source.isPlain()) {
            moved = source.recordIndex();
            byte[] copy = new byte[source.recordEnd() - moved];
            window.get(moved, copy);
            window = ByteBuffer.wrap(copy);
        }
        return new Record(
                offset(),
                timestamp(),
                timestampType,
                slice(window, cursor.keyIndex - moved, cursor.keySize),
                slice(window, cursor.valueIndex - moved, cursor.valueSize),
                headers(window, moved));
    }

    /** Gives back what the codecs hold outside the heap; the reader may be used again after it. */
    @Override
    public void close() {
        source.close();
    }

    private List<Header> headers(ByteBuffer window, int moved) {
        if (cursor.headerCount == 0) {
            return List.of();
        }
        // The count was checked: so many headers are in the record.
        List<Header> headers = new ArrayList<>(cursor.headerCount);
        cursor.rewindHeaders();
        for (int i = 0; i < cursor.headerCount; i++) {
            int keySize = cursor.readHeaderPart();
            String key = text(window, cursor.index() - keySize - moved, keySize);
            int valueSize = cursor.readHeaderPart();
            headers.add(new Header(key, slice(window, cursor.index() - Math.max(valueSize, 0) - moved, valueSize)));
        }
        return headers;
    }

    private CorruptBatchException corrupt(String what) {
        return new CorruptBatchException("the batch at offset " + baseOffset + " is corrupt: " + what);
    }

    private static String text(ByteBuffer window, int index, int size) {
        byte[] bytes = new byte[size];
        window.get(index, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static @Nullable ByteBuffer slice(ByteBuffer window, int index, int size) {
        return size < 0 ? null : window.slice(index, size);
    }
}
