package dev.naru.storage;

import dev.naru.record.BatchView;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * {@code .log}: the batches of a segment, one after the other as {@link BatchView} draws them, and how many bytes of the
 * file they are.
 *
 * <p>Threading: confined to the segment's owner.
 */
final class BatchFile {
    private final LogFile file;
    private final long baseOffset;
    private int sizeBytes;

    BatchFile(LogFile file, long baseOffset, int sizeBytes) {
        this.file = file;
        this.baseOffset = baseOffset;
        this.sizeBytes = sizeBytes;
    }

    LogFile file() {
        return file;
    }

    /** The segment's base offset: no batch begins below it. */
    long baseOffset() {
        return baseOffset;
    }

    int sizeBytes() {
        return sizeBytes;
    }

    /** Writes behind the batches; {@link #extendTo} makes them part of the segment. */
    void write(ByteBuffer batches) throws IOException {
        try (OpenFile open = file.hold()) {
            open.file().write(batches.duplicate(), sizeBytes);
        }
    }

    /** What the file has up to this position is part of the segment. */
    void extendTo(int position) {
        sizeBytes = position;
    }

    /** Forgets what is known of the content, to be told by {@link #extendTo}; the file stays as it is. */
    void forget() {
        sizeBytes = 0;
    }

    void truncateTo(int position) throws IOException {
        try (OpenFile open = file.hold()) {
            open.file().truncate(position);
        }
        sizeBytes = position;
    }

    /** Reads the batches that begin at {@code position} or later. */
    BatchScanner scan(int position, int bufferBytes) throws IOException {
        return new BatchScanner(file.hold(), position, sizeBytes, baseOffset, bufferBytes);
    }

    /** Reads the one batch that is said to begin at {@code position}. */
    BatchScanner scanOne(int position) throws IOException {
        return scan(position, BatchView.HEADER_SIZE_BYTES);
    }
}
