package dev.naru.metadata;

import dev.naru.common.file.DiskFile;
import dev.naru.record.BatchView;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Walks the batches of a file as long as they are whole and their checksums right. Reads with a buffer that grows only to
 * the size of a batch, and only if the file really has so many bytes.
 *
 * <p>Threading: confined to its user; blocks.
 */
final class MetadataFileReader {
    private static final int BUFFER_SIZE_BYTES = 256 << 10;

    private final DiskFile file;
    private final long sizeBytes;
    private final BatchView batch = new BatchView();
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE_BYTES).limit(0);
    private long bufferPosition;
    private long endPosition;

    MetadataFileReader(DiskFile file) throws IOException {
        this.file = file;
        this.sizeBytes = file.sizeBytes();
    }

    /** The next batch, valid until the next call; null if what follows is not a whole and valid one. */
    @Nullable
    BatchView next() throws IOException {
        if (!fill(endPosition, BatchView.HEADER_SIZE_BYTES)) {
            return null;
        }
        batch.wrap(buffer, indexOf(endPosition));
        if (!hasPlausibleHeader(batch)) {
            return null;
        }
        int batchSizeBytes = batch.sizeBytes();
        if (!fill(endPosition, batchSizeBytes)) {
            return null;
        }
        batch.wrap(buffer, indexOf(endPosition));
        if (!batch.isCrcValid()) {
            return null;
        }
        endPosition += batchSizeBytes;
        return batch;
    }

    /** Where the last batch that was returned ends. */
    long endPosition() {
        return endPosition;
    }

    /** True if the batches returned are all there is in the file. */
    boolean isAtEnd() {
        return endPosition == sizeBytes;
    }

    static boolean hasPlausibleHeader(BatchView batch) {
        int length = batch.batchLength();
        return batch.magic() == BatchView.MAGIC
                && length >= BatchView.HEADER_SIZE_BYTES - BatchView.PREFIX_SIZE_BYTES
                && length <= MetadataLog.BATCH_SIZE_BYTES_MAX + BatchView.HEADER_SIZE_BYTES
                && batch.lastOffsetDelta() >= 0
                && batch.lastOffsetDelta() < length;
    }

    private int indexOf(long position) {
        return (int) (position - bufferPosition);
    }

    /** Makes the bytes of the file at {@code position} be in the buffer; false if the file has not so many. */
    private boolean fill(long position, int countBytes) throws IOException {
        if (position + countBytes > sizeBytes) {
            return false;
        }
        if (position >= bufferPosition && position + countBytes <= bufferPosition + buffer.limit()) {
            return true;
        }
        int capacity = (int) Math.min(sizeBytes - position, Math.max(BUFFER_SIZE_BYTES, countBytes));
        buffer = capacity <= buffer.capacity() ? buffer.clear() : ByteBuffer.allocate(capacity);
        int read = file.read(buffer, position);
        buffer.flip();
        bufferPosition = position;
        return read >= countBytes;
    }
}
