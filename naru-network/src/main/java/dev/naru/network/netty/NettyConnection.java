package dev.naru.network.netty;

import dev.naru.common.Payload;
import dev.naru.common.net.Connection;
import dev.naru.common.net.ConnectionHandler;
import dev.naru.common.net.Frame;
import dev.naru.common.runtime.EventLoop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket as a {@link Connection}, and the only handler in its pipeline. What is sent while bytes are being read, or in
 * one task, is flushed once, at the end of it.
 *
 * <p>Threading: confined to its loop, except for {@link #close}.
 */
final class NettyConnection extends ChannelInboundHandlerAdapter implements Connection, FrameReader.Sink {
    private static final Logger log = LoggerFactory.getLogger(NettyConnection.class);

    private final long id;
    private final Channel channel;
    private final NettyEventLoop loop;
    private final ConnectionHandler handler;
    private final FrameMemory memory;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final Runnable flush = this::flush;
    private @Nullable Throwable closeCause;
    private int progressBytesAtLastCheck = -1;
    private boolean readWanted = true;
    private boolean inRead;
    private boolean opened;
    private boolean closed;

    NettyConnection(
            long id,
            Channel channel,
            NettyEventLoop loop,
            ConnectionHandler handler,
            FrameMemory memory,
            int frameSizeBytesMax) {
        this.id = id;
        this.channel = channel;
        this.loop = loop;
        this.handler = handler;
        this.memory = memory;
        this.reader = new FrameReader(memory, frameSizeBytesMax, channel.alloc(), loop, this);
        this.writer = new FrameWriter(channel, this::onLeft);
        channel.config().setRecvByteBufAllocator(() -> new FrameReceiver(reader, loop));
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    @Override
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public void send(List<Payload> parts) {
        loop.checkCurrent();
        if (closed) {
            parts.forEach(Payload::release);
            return;
        }
        boolean flushComes = inRead || writer.isUnflushed();
        try {
            writer.add(parts);
        } catch (IOException e) {
            log.warn(
                    "closing connection={} client={} reason=cannot send: {}",
                    id,
                    channel.remoteAddress(),
                    e.toString());
            closeWith(e);
            return;
        }
        if (!flushComes) {
            channel.eventLoop().execute(flush);
        }
    }

    private void flush() {
        if (!closed) {
            writer.flush();
        }
    }

    @Override
    public long unsentBytes() {
        return writer.unsentBytes();
    }

    @Override
    public void setReading(boolean reading) {
        loop.checkCurrent();
        readWanted = reading;
        applyReading();
    }

    private void applyReading() {
        channel.config().setAutoRead(readWanted && !reader.isWaiting() && !closed);
    }

    @Override
    public void close() {
        loop.run(() -> closeWith(null));
    }

    private void closeWith(@Nullable Throwable cause) {
        if (!closed) {
            closed = true;
            closeCause = cause;
            ChannelFuture unused = channel.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        opened = true;
        loop.add(this);
        handler.onOpened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        inRead = true;
        try {
            if (reader.isTarget(bytes)) {
                reader.onTargetFilled();
            } else if (!closed) {
                reader.onScratch(bytes);
            }
        } finally {
            bytes.release();
        }
        if (reader.isWaiting()) {
            applyReading();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        inRead = false;
        if (writer.isUnflushed()) {
            flush();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closed = true;
        reader.close();
        writer.close();
        if (opened) {
            loop.remove(this);
            loop.runCaught(() -> handler.onClosed(closeCause));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!closed && !(cause instanceof IOException)) {
            log.error("closing connection={} client={}", id, channel.remoteAddress(), cause);
        }
        closeWith(cause);
    }

    @Override
    public void onFrame(Frame frame) {
        if (closed) {
            frame.release();
        } else {
            handler.onFrame(frame);
        }
    }

    @Override
    public void onBadFrame(String complaint) {
        log.warn("closing connection={} client={} reason={}", id, channel.remoteAddress(), complaint);
        closeWith(new IOException(complaint));
    }

    @Override
    public void onRoom() {
        applyReading();
    }

    private void onLeft() {
        if (!closed) {
            handler.onWritable();
        }
    }

    /** Closes it if it holds memory others wait for and its client has sent nothing since the last look. */
    void closeIfStalled() {
        int progressBytes = reader.progressBytes();
        boolean stalled = progressBytes >= 0 && progressBytes == progressBytesAtLastCheck && !reader.isWaiting();
        progressBytesAtLastCheck = progressBytes;
        if (stalled && readWanted && memory.isScarce()) {
            log.warn(
                    "closing connection={} client={} reason=memory is short and its request has stalled at {} bytes",
                    id,
                    channel.remoteAddress(),
                    progressBytes);
            closeWith(new IOException("the request has stalled"));
        }
    }
}
