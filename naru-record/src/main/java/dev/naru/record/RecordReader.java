package dev.naru.record;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks the records of a batch. */
@SuppressWarnings("DoNotCallSuggester") // only until it is written
public final class RecordReader implements AutoCloseable {
    /** What a batch may decompress to unless the caller says otherwise. */
    public static final int DECOMPRESSED_BYTES_MAX = 256 << 20;

    /** A reader for any number of batches, one after the other. */
    public RecordReader() {
        this(DECOMPRESSED_BYTES_MAX);
    }

    /** As {@link #RecordReader()}; a batch whose records take more than this many bytes is corrupt. */
    public RecordReader(int decompressedBytesMax) {
        throw new UnsupportedOperationException("soon " + decompressedBytesMax);
    }

    /** Begins with the records of {@code batch}, whose bytes must stay as they are until the last record was read. */
    public RecordReader open(BatchView batch) {
        throw new UnsupportedOperationException("soon " + batch);
    }

    /**
     * Moves to the next record.
     *
     * @throws CorruptBatchException if the records are not what the header says
     */
    public boolean next() {
        throw new UnsupportedOperationException("soon");
    }

    public long offset() {
        throw new UnsupportedOperationException("soon");
    }

    public long timestamp() {
        throw new UnsupportedOperationException("soon");
    }

    public boolean hasKey() {
        throw new UnsupportedOperationException("soon");
    }

    /** The key, valid until the next call of {@link #next}; null if there is none. */
    public @Nullable ByteBuffer key() {
        throw new UnsupportedOperationException("soon");
    }

    /** The value, valid until the next call of {@link #next}; null if there is none. */
    public @Nullable ByteBuffer value() {
        throw new UnsupportedOperationException("soon");
    }

    public List<Header> headers() {
        throw new UnsupportedOperationException("soon");
    }

    /** The record as a value of its own, which stays valid. */
    public Record record() {
        throw new UnsupportedOperationException("soon");
    }

    /** Gives back what the codecs hold outside the heap; the reader may be used again after it. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("soon");
    }
}
