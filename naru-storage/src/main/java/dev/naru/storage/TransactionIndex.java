package dev.naru.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code .txnindex}: the aborted transactions whose marker is in the segment, in the order of the markers. There is no file
 * until there is one.
 *
 * <pre>
 *  at  size  field
 *   0   2    version, 0
 *   2   8    producer id
 *  10   8    first offset
 *  18   8    last offset
 *  26   8    last stable offset
 * </pre>
 *
 * <p>Threading: confined to the segment's owner.
 */
final class TransactionIndex {
    static final int ENTRY_SIZE_BYTES = 34;

    private static final short VERSION = 0;
    private static final int BLOCK_ENTRIES = 128;

    private final LogFile file;
    /** Bytes of whole entries, or -1 until somebody needs to know. */
    private long storedBytes;
    /** The file was made, and its name is not yet durable as far as anybody said. */
    private boolean created;

    TransactionIndex(LogFile file, long storedBytes) {
        this.file = file;
        this.storedBytes = storedBytes;
    }

    void append(AbortedTransaction transaction) throws IOException {
        ByteBuffer entry = ByteBuffer.allocate(ENTRY_SIZE_BYTES)
                .putShort(VERSION)
                .putLong(transaction.producerId())
                .putLong(transaction.firstOffset())
                .putLong(transaction.lastOffset())
                .putLong(transaction.lastStableOffset())
                .flip();
        long position = storedBytes();
        created |= position == 0;
        try (OpenFile open = file.hold()) {
            open.file().write(entry, position);
        }
        storedBytes = position + ENTRY_SIZE_BYTES;
    }

    /** True if there are entries. */
    boolean isAnyStored() throws IOException {
        return storedBytes() > 0;
    }

    /** All entries, oldest first. */
    List<AbortedTransaction> entries() throws IOException {
        List<AbortedTransaction> result = new ArrayList<>();
        if (storedBytes() == 0) {
            return result;
        }
        try (OpenFile open = file.hold()) {
            ByteBuffer block = ByteBuffer.allocate(ENTRY_SIZE_BYTES * BLOCK_ENTRIES);
            for (long position = 0; position < storedBytes; position += block.capacity()) {
                block.clear();
                block.limit((int) Math.min(block.capacity(), storedBytes - position));
                open.file().read(block, position);
                block.flip();
                while (block.remaining() >= ENTRY_SIZE_BYTES) {
                    short version = block.getShort();
                    if (version != VERSION) {
                        throw new IOException(file + " has an entry of version " + version);
                    }
                    result.add(
                            new AbortedTransaction(block.getLong(), block.getLong(), block.getLong(), block.getLong()));
                }
            }
        }
        return result;
    }

    /** Drops the transactions whose marker is at {@code offset} or later. */
    void truncateToOffset(long offset) throws IOException {
        if (storedBytes() == 0) {
            return;
        }
        int kept = 0;
        for (AbortedTransaction transaction : entries()) {
            if (transaction.lastOffset() >= offset) {
                break;
            }
            kept++;
        }
        truncateToBytes((long) kept * ENTRY_SIZE_BYTES);
    }

    /** Drops all. */
    void clear() throws IOException {
        if (file.exists()) {
            truncateToBytes(0);
        }
        storedBytes = 0;
    }

    private void truncateToBytes(long bytes) throws IOException {
        try (OpenFile open = file.hold()) {
            open.file().truncate(bytes);
        }
        storedBytes = bytes;
    }

    /** True once after its file was made: the name in the folder is to be made durable. */
    boolean takeCreated() {
        boolean result = created;
        created = false;
        return result;
    }

    private long storedBytes() throws IOException {
        if (storedBytes < 0) {
            if (!file.exists()) {
                storedBytes = 0;
                return 0;
            }
            try (OpenFile open = file.hold()) {
                long bytes = open.file().sizeBytes();
                storedBytes = bytes - bytes % ENTRY_SIZE_BYTES;
            }
        }
        return storedBytes;
    }

    LogFile file() {
        return file;
    }
}
