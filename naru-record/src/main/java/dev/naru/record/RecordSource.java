package dev.naru.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The records of one batch as a stream of bytes, cut into records: straight from the batch's buffer if they are not
 * compressed, through a window that moves over the decompressed stream if they are.
 *
 * <p>The window grows as bytes arrive, to at most four times the largest record; a batch that decompresses to more than the
 * bound ends as {@link Step#TOO_LARGE}, having taken no more than that. Trouble is a value, since half of what comes
 * from a network is trouble.
 *
 * <p>Threading: confined to its user.
 */
final class RecordSource implements AutoCloseable {
    /** What {@link #next} found. */
    enum Step {
        /** A record; it is in the cursor. */
        RECORD,
        /** No record is left, and nothing else is. */
        END,
        /** Bytes that are no record, or no codec's: {@link #fault} says what. */
        FAULT,
        /** More bytes than the bound. */
        TOO_LARGE
    }

    private static final int WINDOW_BYTES = 64 << 10;

    private final int decompressedBytesMax;
    private final Decompressors decompressors = new Decompressors();
    private final RecordCursor cursor = new RecordCursor();
    private final GrowableBytes decompressed = new GrowableBytes(0);
    private @Nullable Decompressor decompressor;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private int index;
    private int recordIndex;
    private long producedBytes;
    private boolean exhausted;
    private @Nullable String fault;

    RecordSource(int decompressedBytesMax) {
        this.decompressedBytesMax = decompressedBytesMax;
    }

    /** Begins with the records of {@code batch}, all of which is in its buffer; its codec exists. */
    void open(BatchView batch, CompressionType compression) {
        if (compression == CompressionType.NONE) {
            openPlain(batch.buffer(), batch.recordsIndex(), batch.index() + batch.sizeBytes());
            return;
        }
        ByteBuffer compressed = batch.records();
        start(null);
        decompressed.clear();
        decompressed.ensureRoom(WINDOW_BYTES);
        window = ByteBuffer.wrap(decompressed.array()).limit(0);
        exhausted = false;
        Decompressor opened = decompressors.forType(compression);
        opened.open(compressed);
        decompressor = opened;
    }

    /** Begins with records that are not compressed. */
    void openPlain(ByteBuffer buffer, int from, int limit) {
        start(null);
        window = buffer.duplicate().limit(limit);
        index = from;
    }

    /** Moves to the next record. */
    Step next() {
        try {
            return nextRecord();
        } catch (CorruptBatchException e) {
            return failWith(String.valueOf(e.getMessage()));
        }
    }

    /** The record {@link #next} moved to; its indices are into {@link #window}. */
    RecordCursor cursor() {
        return cursor;
    }

    /** Where the record is, until the next call of {@link #next}. */
    ByteBuffer window() {
        return window;
    }

    /** Where in the window the record begins, after its size. */
    int recordIndex() {
        return recordIndex;
    }

    /** Where in the window the record ends. */
    int recordEnd() {
        return index;
    }

    /** True if the window is the batch itself. */
    boolean isPlain() {
        return decompressor == null;
    }

    String fault() {
        return fault == null ? "nothing is wrong with it" : fault;
    }

    /** Reads the whole stream into {@code target}; {@link Step#END} if that went well. */
    Step drainTo(GrowableBytes target) {
        try {
            while (!exhausted) {
                if (!readMore()) {
                    return Step.TOO_LARGE;
                }
                target.add(window.position(index));
                index = window.limit();
            }
            target.add(window.position(index));
            return Step.END;
        } catch (CorruptBatchException e) {
            return failWith(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        decompressors.close();
        decompressed.clear();
    }

    private void start(@Nullable Decompressor decompressor) {
        this.decompressor = decompressor;
        index = 0;
        producedBytes = 0;
        exhausted = true;
        fault = null;
    }

    private Step nextRecord() {
        int size = cursor.readSize(window, index, window.limit());
        while (size == RecordCursor.SIZE_INCOMPLETE && !exhausted) {
            if (!readMore()) {
                return Step.TOO_LARGE;
            }
            size = cursor.readSize(window, index, window.limit());
        }
        if (size < 0) {
            return index == window.limit() ? Step.END : failWith("the size of a record is not possible");
        }
        int sizeOfSize = cursor.index() - index;
        while (size > window.limit() - index - sizeOfSize) {
            if (exhausted) {
                return failWith("the last record is not complete");
            }
            // Said before the bytes are fetched: there is no use in decompressing up to a bound that will be passed.
            if (size > decompressedBytesMax || !readMore()) {
                return Step.TOO_LARGE;
            }
        }
        recordIndex = index + sizeOfSize;
        index = recordIndex + size;
        return cursor.read(window, recordIndex, index) ? Step.RECORD : failWith(cursor.fault());
    }

    /** Adds to the window; false if the bound is reached. */
    private boolean readMore() {
        if (decompressor == null) {
            exhausted = true;
            return true;
        }
        makeRoom();
        int read = decompressor.read(
                decompressed.array(), decompressed.size(), decompressed.array().length - decompressed.size());
        if (read < 0) {
            exhausted = true;
            return true;
        }
        producedBytes += read;
        decompressed.size(decompressed.size() + read);
        window.limit(decompressed.size());
        return producedBytes <= decompressedBytesMax;
    }

    /** Moves what is not read yet to the front when the window is full, and takes a larger window if that is not enough. */
    private void makeRoom() {
        byte[] before = decompressed.array();
        if (decompressed.size() < before.length) {
            return;
        }
        int kept = decompressed.size() - index;
        System.arraycopy(before, index, before, 0, kept);
        decompressed.size(kept);
        index = 0;
        if (kept > before.length / 2) {
            decompressed.ensureRoom(before.length);
        }
        window = ByteBuffer.wrap(decompressed.array()).limit(kept);
    }

    private Step failWith(String message) {
        fault = message;
        return Step.FAULT;
    }
}
