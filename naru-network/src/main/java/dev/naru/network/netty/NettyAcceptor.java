package dev.naru.network.netty;

import dev.naru.common.net.Acceptor;
import dev.naru.common.net.ConnectionHandler;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/**
 * Listening sockets, accepting on the same loops that serve. After a restart thousands of clients come back at once, to a loop that
 * has much else to do: a connection that finds no place to wait looks open to its client and is reset a minute later.
 *
 * <p>Threading: safe from any thread but a loop.
 */
final class NettyAcceptor implements Acceptor {
    /** As many as the system allows, which cuts it down to its own limit. */
    private static final int BACKLOG = 65_535;

    private static final int ACCEPTED_PER_TURN_MAX = 256;

    private final NettyNetwork network;

    NettyAcceptor(NettyNetwork network) {
        this.network = network;
    }

    @Override
    public Listening listen(String host, int port, Supplier<ConnectionHandler> handlers) throws IOException {
        InetSocketAddress address = host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new BindException("cannot listen on " + host + ":" + port + ": unknown host");
        }
        ChannelFuture bound = new ServerBootstrap()
                .group(network.group())
                .channel(network.transport().serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new ServerChannelRecvByteBufAllocator().maxMessagesPerRead(ACCEPTED_PER_TURN_MAX))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOCATOR, network.allocator())
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        network.accept(channel, handlers.get());
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        Throwable failure = bound.cause();
        if (failure != null) {
            BindException refused = new BindException("cannot listen on " + shown(address) + ": " + reason(failure));
            refused.initCause(failure);
            throw refused;
        }
        return new NettyListening(bound.channel());
    }

    private static String shown(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    /** Netty's native transport puts the system call in front of the reason. */
    private static String reason(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("already in use") ? "the address is already in use" : message;
    }

    private record NettyListening(Channel channel) implements Listening {
        @Override
        public InetSocketAddress address() {
            return (InetSocketAddress) channel.localAddress();
        }

        @Override
        public void close() {
            ChannelFuture closed = channel.close();
            if (!channel.eventLoop().inEventLoop()) {
                closed.awaitUninterruptibly();
            }
        }
    }
}
