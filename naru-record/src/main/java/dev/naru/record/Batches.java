package dev.naru.record;

import java.nio.ByteBuffer;

/**
 * Walks the batches of a buffer, one after the other, by their lengths; reads nothing of a batch but its header.
 *
 * <p>The buffer may end in the middle of a batch, as a fetched one does, or contain anything at all, as a file after a crash
 * does: {@link #next} says no, and {@link #tail} says why. Checksums are left to the caller.
 *
 * <pre>
 *   Batches batches = new Batches(buffer);
 *   while (batches.next()) {
 *       BatchView batch = batches.batch();
 *   }
 * </pre>
 *
 * <p>Threading: confined to its user.
 */
public final class Batches {
    /** What comes after the last batch that {@link #next} found. */
    public enum Tail {
        /** Nothing: the buffer ends with the batch. */
        END,
        /** The beginning of a batch whose rest is not in the buffer. */
        PARTIAL,
        /** A length that no batch can have, or a magic other than 2: there is no way to find the next batch. */
        BROKEN
    }

    private final BatchView batch = new BatchView();
    private ByteBuffer buffer;
    private int start;
    private int nextIndex;

    /** Starts at the position of {@code buffer} and ends at its limit; does not move either. */
    public Batches(ByteBuffer buffer) {
        this.buffer = buffer;
        reset(buffer);
    }

    /** Starts again with another buffer. */
    public Batches reset(ByteBuffer buffer) {
        this.buffer = buffer;
        this.start = buffer.position();
        this.nextIndex = start;
        return this;
    }

    /** Moves to the next batch that is in the buffer as a whole. */
    public boolean next() {
        if (buffer.limit() - nextIndex < BatchView.HEADER_SIZE_BYTES) {
            return false;
        }
        batch.wrap(buffer, nextIndex);
        // By subtraction, since a length near the largest int would overflow the sum.
        if (isBroken() || batch.batchLength() > buffer.limit() - nextIndex - BatchView.PREFIX_SIZE_BYTES) {
            return false;
        }
        nextIndex += batch.sizeBytes();
        return true;
    }

    /** The batch {@link #next} moved to; the same object each time. */
    public BatchView batch() {
        return batch;
    }

    /** Bytes of the whole batches seen so far, counted from where the walk began. */
    public int wholeBytes() {
        return nextIndex - start;
    }

    /** Why {@link #next} said no. */
    public Tail tail() {
        int remaining = buffer.limit() - nextIndex;
        if (remaining == 0) {
            return Tail.END;
        }
        if (remaining < BatchView.HEADER_SIZE_BYTES) {
            return Tail.PARTIAL;
        }
        batch.wrap(buffer, nextIndex);
        return isBroken() ? Tail.BROKEN : Tail.PARTIAL;
    }

    private boolean isBroken() {
        return batch.batchLength() < BatchView.HEADER_SIZE_BYTES - BatchView.PREFIX_SIZE_BYTES
                || batch.magic() != BatchView.MAGIC;
    }
}
