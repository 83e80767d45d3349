package dev.naru.network.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.util.UncheckedBooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells Netty where to read to: straight into the begun frame, otherwise into the loop's scratch buffer. It reads on while
 * reads come back full, up to a bound that keeps one connection from holding up the loop.
 *
 * <p>Threading: confined to the channel's loop.
 */
final class FrameReceiver implements ExtendedHandle {
    private static final int READS_MAX = 16;

    private final FrameReader reader;
    private final NettyEventLoop loop;
    private @Nullable ChannelConfig config;
    private int reads;
    private int attemptedBytes;
    private int lastBytes;

    FrameReceiver(FrameReader reader, NettyEventLoop loop) {
        this.reader = reader;
        this.loop = loop;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
        ByteBuf target = reader.target();
        return (target == null ? loop.scratch() : target).retain();
    }

    @Override
    public int guess() {
        return NettyEventLoop.SCRATCH_BYTES;
    }

    @Override
    public void reset(ChannelConfig channelConfig) {
        config = channelConfig;
        reads = 0;
    }

    @Override
    public void incMessagesRead(int count) {
        reads += count;
    }

    @Override
    public void lastBytesRead(int bytes) {
        lastBytes = bytes;
    }

    @Override
    public int lastBytesRead() {
        return lastBytes;
    }

    @Override
    public void attemptedBytesRead(int bytes) {
        attemptedBytes = bytes;
    }

    @Override
    public int attemptedBytesRead() {
        return attemptedBytes;
    }

    @Override
    public boolean continueReading() {
        return continueReading(() -> attemptedBytes == lastBytes);
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
        return config != null && config.isAutoRead() && reads < READS_MAX && lastBytes > 0 && maybeMoreData.get();
    }

    @Override
    public void readComplete() {}
}
