package dev.naru.network.netty;

import dev.naru.common.net.Frame;
import dev.naru.common.runtime.EventLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one connection into frames. Between frames bytes are read into a scratch buffer all connections of a
 * loop share, so an idle connection holds no memory; once the size of a frame is known and checked, the socket reads
 * straight into that frame's own memory.
 *
 * <p>A frame up to {@link #GROWN_FROM_BYTES} gets its exact size at once. A larger one starts there and doubles as its
 * bytes really arrive, so that a size alone, with nothing behind it, costs its sender nothing and us little. Without room
 * in {@link FrameMemory} the reader waits: then {@link #isWaiting} is true and nothing must be read.
 *
 * <p>Threading: confined to the connection's loop.
 */
final class FrameReader {
    static final int GROWN_FROM_BYTES = 1024 * 1024;

    private final FrameMemory memory;
    private final int sizeBytesMax;
    private final ByteBufAllocator allocator;
    private final EventLoop loop;
    private final Sink sink;

    private int prefix;
    private int prefixBytes;
    private int frameSizeBytes;
    private @Nullable ByteBuf frame;
    private FrameMemory.@Nullable Claim claim;
    /** Bytes that were read but not looked at when the reader had to wait. */
    private @Nullable ByteBuf leftover;

    private boolean onOverdraft;
    private boolean closed;

    FrameReader(FrameMemory memory, int sizeBytesMax, ByteBufAllocator allocator, EventLoop loop, Sink sink) {
        this.memory = memory;
        this.sizeBytesMax = sizeBytesMax;
        this.allocator = allocator;
        this.loop = loop;
        this.sink = sink;
    }

    /** The begun frame, to read straight into; null if the next bytes belong into a scratch buffer. */
    @Nullable
    ByteBuf target() {
        return claim == null ? frame : null;
    }

    /** True if these bytes were read into {@link #target}; buffers are equal by content, here it is the object that counts. */
    @SuppressWarnings("ReferenceEquality")
    boolean isTarget(ByteBuf bytes) {
        return bytes == target();
    }

    /** True while there is no room for the frame to be read next. */
    boolean isWaiting() {
        return claim != null;
    }

    /** Bytes of the begun frame so far, or -1 if none is begun. */
    int progressBytes() {
        return frame == null ? -1 : frame.writerIndex();
    }

    /** Bytes have been read into {@link #target}. */
    void onTargetFilled() {
        ByteBuf current = frame;
        if (current != null && !current.isWritable()) {
            onFull(current);
        }
    }

    /** Bytes have been read into a scratch buffer, which the caller keeps. */
    void onScratch(ByteBuf in) {
        while (in.isReadable() && !closed) {
            if (claim != null) {
                keep(in);
                return;
            }
            ByteBuf current = frame;
            if (current == null) {
                readPrefix(in);
            } else {
                current.writeBytes(in, Math.min(in.readableBytes(), current.writableBytes()));
                onTargetFilled();
            }
        }
    }

    /** Gives all memory back; frames already handed over are their owners'. */
    void close() {
        closed = true;
        if (claim != null) {
            claim.cancel();
            claim = null;
        }
        if (leftover != null) {
            leftover.release();
            leftover = null;
        }
        if (frame != null) {
            memory.release(frame.capacity());
            frame.release();
            frame = null;
        }
        returnOverdraft();
    }

    private void readPrefix(ByteBuf in) {
        while (prefixBytes < Integer.BYTES && in.isReadable()) {
            prefix = prefix << Byte.SIZE | in.readUnsignedByte();
            prefixBytes++;
        }
        if (prefixBytes < Integer.BYTES) {
            return;
        }
        prefixBytes = 0;
        String complaint = FramePrefix.complaint(prefix, sizeBytesMax);
        if (complaint != null) {
            closed = true;
            sink.onBadFrame(complaint);
            return;
        }
        frameSizeBytes = prefix;
        begin();
    }

    private void begin() {
        int firstBytes = Math.min(frameSizeBytes, GROWN_FROM_BYTES);
        reserveThen(firstBytes, () -> {
            frame = allocator.directBuffer(firstBytes, firstBytes);
            if (firstBytes == 0) {
                onFull(frame);
            }
        });
    }

    private void onFull(ByteBuf full) {
        if (full.writerIndex() < frameSizeBytes) {
            grow(full);
            return;
        }
        frame = null;
        returnOverdraft();
        sink.onFrame(new NettyFrame(full, memory));
    }

    private void grow(ByteBuf full) {
        int grownBytes = (int) Math.min(frameSizeBytes, full.capacity() * 2L);
        reserveThen(grownBytes, () -> {
            ByteBuf grown = allocator.directBuffer(grownBytes, grownBytes).writeBytes(full);
            memory.release(full.capacity());
            full.release();
            frame = grown;
        });
    }

    /** Runs {@code allocation} now if there is room, otherwise once there is; reading stops meanwhile. */
    private void reserveThen(int bytes, Runnable allocation) {
        if (onOverdraft) {
            memory.reserveOnOverdraft(bytes);
            allocation.run();
        } else if (memory.tryReserve(bytes)) {
            allocation.run();
        } else {
            claim = new FrameMemory.Claim(
                    bytes, frame != null, loop, overdraft -> onGranted(bytes, overdraft, allocation));
            memory.reserveLater(claim);
        }
    }

    private void onGranted(int bytes, boolean overdraft, Runnable allocation) {
        onOverdraft |= overdraft;
        if (closed) {
            memory.release(bytes);
            returnOverdraft();
            return;
        }
        claim = null;
        allocation.run();
        ByteBuf kept = leftover;
        if (kept != null) {
            leftover = null;
            onScratch(kept);
            kept.release();
        }
        if (claim == null) {
            sink.onRoom();
        }
    }

    /** The socket may bring a little more although reading is stopped, when the other end closes. */
    private void keep(ByteBuf in) {
        ByteBuf kept = leftover;
        if (kept == null) {
            kept = allocator.directBuffer(in.readableBytes());
            leftover = kept;
        }
        kept.writeBytes(in);
    }

    private void returnOverdraft() {
        if (onOverdraft) {
            onOverdraft = false;
            memory.returnOverdraft();
        }
    }

    /** Where frames go. */
    interface Sink {
        void onFrame(Frame frame);

        /** What arrived is no frame; nothing more will come of this reader. */
        void onBadFrame(String complaint);

        /** The reader waited for room and has it; read on. */
        void onRoom();
    }
}
