package dev.naru.network.netty;

import dev.naru.common.net.Frame;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** A frame in pooled memory that is counted until it is released. Threading: released from any thread, once. */
final class NettyFrame implements Frame {
    private final ByteBuf memory;
    private final FrameMemory counted;

    NettyFrame(ByteBuf memory, FrameMemory counted) {
        this.memory = memory;
        this.counted = counted;
    }

    @Override
    public ByteBuffer buffer() {
        return memory.nioBuffer(0, memory.writerIndex());
    }

    @Override
    public void release() {
        int sizeBytes = memory.capacity();
        memory.release();
        counted.release(sizeBytes);
    }
}
