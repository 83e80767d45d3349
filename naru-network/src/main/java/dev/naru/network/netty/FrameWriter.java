package dev.naru.network.netty;

import dev.naru.common.Payload;
import dev.naru.record.FileSlice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns frames into as few system calls as it can. What is small, or on the heap, is copied behind what waits already, so
 * the responses of a turn leave in one write; a long stretch of a file leaves by {@code sendfile}, large direct memory as
 * it is.
 *
 * <p>Every part is released once: when copied, when its last byte has left, or when the channel drops it.
 *
 * <p>Threading: confined to the channel's loop.
 */
final class FrameWriter {
    /** Up to here reading a file into memory is cheaper than a system call and a packet of its own. */
    static final int COPIED_BYTES_MAX = 16 * 1024;

    private static final int CHUNK_BYTES_MIN = 512;
    private static final int CHUNK_BYTES_MAX = 256 * 1024;

    private final Channel channel;
    private final Runnable onLeft;
    private @Nullable ByteBuf pending;
    private boolean unflushed;
    private long unsentBytes;

    FrameWriter(Channel channel, Runnable onLeft) {
        this.channel = channel;
        this.onLeft = onLeft;
    }

    long unsentBytes() {
        return unsentBytes;
    }

    /** True if something waits for {@link #flush}. */
    boolean isUnflushed() {
        return unflushed;
    }

    /**
     * Takes the parts of one frame.
     *
     * @throws IOException if a part could not be read, or the frame is too large; it may then be half written, so the
     *     channel must be closed
     */
    void add(List<Payload> parts) throws IOException {
        unflushed = true;
        int taken = 0;
        try {
            int sizeBytes = sizeBytes(parts);
            unsentBytes += Integer.BYTES + sizeBytes;
            pending(Integer.BYTES + Math.min(sizeBytes, COPIED_BYTES_MAX)).writeInt(sizeBytes);
            while (taken < parts.size()) {
                Payload part = parts.get(taken);
                taken++;
                addPart(part);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            parts.subList(taken, parts.size()).forEach(Payload::release);
        }
    }

    /** Hands everything added to the socket. */
    void flush() {
        unflushed = false;
        writePending();
        channel.flush();
    }

    /** Drops what was not handed to the channel. */
    void close() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }

    private void addPart(Payload part) throws IOException {
        FileChannel file = part instanceof FileSlice slice ? slice.file().channel() : null;
        if (file != null) {
            addFile((FileSlice) part, file);
            return;
        }
        ByteBuffer bytes;
        try {
            bytes = part.toBuffer();
        } catch (UncheckedIOException e) {
            part.release();
            throw e;
        }
        if (bytes.isDirect() && bytes.remaining() > COPIED_BYTES_MAX) {
            writePending();
            write(Unpooled.wrappedBuffer(bytes), part.sizeBytes(), part);
        } else {
            try {
                copy(bytes);
            } finally {
                part.release();
            }
        }
    }

    private void addFile(FileSlice slice, FileChannel file) throws IOException {
        if (slice.sizeBytes() > COPIED_BYTES_MAX) {
            writePending();
            write(new FileSliceRegion(slice, file), slice.sizeBytes(), null);
        } else {
            copyFile(slice);
        }
    }

    private void copy(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), CHUNK_BYTES_MAX);
            ByteBuffer piece = bytes.duplicate().limit(bytes.position() + count);
            pending(count).writeBytes(piece);
            bytes.position(bytes.position() + count);
        }
    }

    private void copyFile(FileSlice slice) throws IOException {
        try {
            int sizeBytes = slice.sizeBytes();
            ByteBuf target = pending(sizeBytes);
            int start = target.writerIndex();
            int read = slice.file().read(target.nioBuffer(start, sizeBytes), slice.position());
            if (read < sizeBytes) {
                throw new EOFException(slice + " is beyond the end of the file");
            }
            target.writerIndex(start + sizeBytes);
        } finally {
            slice.release();
        }
    }

    /** The chunk to copy into, with room for {@code bytes} more. */
    private ByteBuf pending(int bytes) {
        ByteBuf chunk = pending;
        if (chunk != null && chunk.writerIndex() + bytes > CHUNK_BYTES_MAX) {
            writePending();
            chunk = null;
        }
        if (chunk == null) {
            chunk = channel.alloc().directBuffer(Math.max(bytes, CHUNK_BYTES_MIN));
            pending = chunk;
        }
        return chunk.ensureWritable(bytes);
    }

    private void writePending() {
        ByteBuf chunk = pending;
        if (chunk != null) {
            pending = null;
            write(chunk, chunk.readableBytes(), null);
        }
    }

    /** Netty releases the message when it has left or is dropped; {@code borrowedFrom} is released then, too. */
    private void write(Object message, int sizeBytes, @Nullable Payload borrowedFrom) {
        ChannelFutureListener onWritten = written -> {
            unsentBytes -= sizeBytes;
            if (borrowedFrom != null) {
                borrowedFrom.release();
            }
            if (written.isSuccess()) {
                onLeft.run();
            } else {
                channel.pipeline().fireExceptionCaught(written.cause());
            }
        };
        ChannelFuture unused = channel.write(message).addListener(onWritten);
    }

    private static int sizeBytes(List<Payload> parts) throws IOException {
        long total = 0;
        for (Payload part : parts) {
            total += part.sizeBytes();
        }
        if (total > Integer.MAX_VALUE) {
            throw new IOException("a frame of " + total + " bytes has no length prefix");
        }
        return (int) total;
    }
}
