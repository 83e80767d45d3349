package dev.naru.storage;

import dev.naru.record.BatchView;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Walks the batches of a log file, or a stretch of it, by their headers. Nothing in the file is trusted: a batch that does
 * not fit the file, has another magic, or an offset below the one before, ends the walk, and {@link #problem} says why.
 * Records are read only by {@link #isCrcValid} and {@link #whole}. It has a hold on the file until it is closed.
 *
 * <p>Threading: confined to its user.
 */
final class BatchScanner implements AutoCloseable {
    /** Enough for the batches between two index entries. */
    static final int LOOKUP_BUFFER_BYTES = 4096;
    /** For reading much. */
    static final int WALK_BUFFER_BYTES = 128 << 10;

    /** The checksum covers a batch from its attributes on. */
    private static final int CHECKED_FROM = 21;

    private final OpenFile file;
    private final int endPosition;
    private final ByteBuffer chunk;
    private final BatchView batch = new BatchView();
    private long offsetMin;
    private int chunkPosition;
    private int position;
    private int nextPosition;
    private @Nullable String problem;

    /**
     * @param file held by the caller, from now on by the scanner
     * @param fromPosition where a batch begins
     * @param endPosition where the walk ends, at most the size of the file
     * @param offsetMin no batch begins below it
     */
    BatchScanner(OpenFile file, int fromPosition, int endPosition, long offsetMin, int bufferBytes) {
        this.file = file;
        this.endPosition = endPosition;
        this.offsetMin = offsetMin;
        this.position = fromPosition;
        this.nextPosition = fromPosition;
        int bytes = Math.max(BatchView.HEADER_SIZE_BYTES, Math.min(bufferBytes, endPosition - fromPosition));
        this.chunk = ByteBuffer.allocate(bytes).limit(0);
    }

    /** Moves to the next batch; false at the end and at a {@link #problem}. */
    boolean next() throws IOException {
        position = nextPosition;
        int remaining = endPosition - position;
        if (remaining <= 0) {
            return false;
        }
        if (remaining < BatchView.HEADER_SIZE_BYTES) {
            problem = "the file ends within a batch header";
            return false;
        }
        view(BatchView.HEADER_SIZE_BYTES);
        problem = problemOf(batch, remaining);
        if (problem != null) {
            return false;
        }
        nextPosition = position + batch.sizeBytes();
        offsetMin = batch.nextOffset();
        return true;
    }

    private @Nullable String problemOf(BatchView header, int remaining) {
        if (header.magic() != BatchView.MAGIC) {
            return "magic is " + header.magic();
        }
        if (header.batchLength() < BatchView.HEADER_SIZE_BYTES - BatchView.PREFIX_SIZE_BYTES) {
            return "batch length is " + header.batchLength();
        }
        if (header.batchLength() > remaining - BatchView.PREFIX_SIZE_BYTES) {
            return "the file ends within the batch";
        }
        if (header.lastOffsetDelta() < 0) {
            return "last offset delta is " + header.lastOffsetDelta();
        }
        if (header.baseOffset() < offsetMin) {
            return "base offset " + header.baseOffset() + " where at least " + offsetMin + " is due";
        }
        return null;
    }

    /** The header of the batch {@link #next} moved to. */
    BatchView batch() {
        return batch;
    }

    /** Where that batch begins; after {@link #next} said no, where the valid part ends. */
    int position() {
        return position;
    }

    /** Why {@link #next} said no, or null if it was the end. */
    @Nullable
    String problem() {
        return problem;
    }

    /** Throws if {@link #next} said no for another reason than the end. */
    void requireEnd() throws DamagedLogException {
        if (problem != null) {
            throw new DamagedLogException(
                    "file=" + file + " position=" + position + " offset=" + offsetMin + " reason=" + problem);
        }
    }

    /** The lowest offset the next batch may begin with. */
    long nextOffset() {
        return offsetMin;
    }

    /** Reads the batch and compares its checksum. */
    boolean isCrcValid() throws IOException {
        int sizeBytes = batch.sizeBytes();
        if (sizeBytes <= chunk.capacity()) {
            view(sizeBytes);
            return batch.isCrcValid();
        }
        // Larger than the buffer, so perhaps just a wrong length: in pieces, not in a buffer of its size.
        int expected = batch.crc();
        CRC32C crc = new CRC32C();
        int end = position + sizeBytes;
        for (int at = position + CHECKED_FROM; at < end; ) {
            int count = Math.min(chunk.capacity(), end - at);
            load(at, count);
            crc.update(chunk.slice(at - chunkPosition, count));
            at += count;
        }
        view(BatchView.HEADER_SIZE_BYTES);
        return expected == (int) crc.getValue();
    }

    /** The batch with its records, if it is small enough for the buffer; else null. */
    @Nullable
    BatchView whole() throws IOException {
        if (batch.sizeBytes() > chunk.capacity()) {
            return null;
        }
        view(batch.sizeBytes());
        return batch;
    }

    private void view(int bytes) throws IOException {
        load(position, bytes);
        batch.wrap(chunk, position - chunkPosition);
    }

    private void load(int from, int bytes) throws IOException {
        if (from >= chunkPosition && from + bytes <= chunkPosition + chunk.limit()) {
            return;
        }
        chunk.clear();
        chunk.limit(Math.min(chunk.capacity(), endPosition - from));
        int count = file.file().read(chunk, from);
        chunk.flip();
        chunkPosition = from;
        if (count < bytes) {
            throw new EOFException("the file ended at " + (from + count) + " before " + (from + bytes));
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
