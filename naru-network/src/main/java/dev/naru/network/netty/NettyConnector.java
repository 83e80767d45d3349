package dev.naru.network.netty;

import dev.naru.common.net.ConnectionHandler;
import dev.naru.common.net.Connector;
import dev.naru.common.runtime.EventLoop;
import dev.naru.common.runtime.IoPool;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.function.Consumer;

/**
 * Opens sockets. A host name is resolved on the I/O pool and its addresses are tried one after the other.
 *
 * <p>Threading: safe from any thread.
 */
final class NettyConnector implements Connector {
    private static final int CONNECT_TIMEOUT_MS = 10_000;

    private final NettyNetwork network;
    private final IoPool names;

    NettyConnector(NettyNetwork network, IoPool names) {
        this.network = network;
        this.names = names;
    }

    @Override
    public void connect(EventLoop loop, String host, int port, ConnectionHandler handler, Consumer<Throwable> failed) {
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(host);
        if (literal == null) {
            names.submit(
                    () -> InetAddress.getAllByName(host),
                    loop,
                    addresses -> connectToOneOf(addresses, 0, port, loop, handler, failed),
                    failed);
        } else {
            connectToOneOf(new InetAddress[] {literal}, 0, port, loop, handler, failed);
        }
    }

    private void connectToOneOf(
            InetAddress[] addresses,
            int index,
            int port,
            EventLoop loop,
            ConnectionHandler handler,
            Consumer<Throwable> failed) {
        InetSocketAddress address = new InetSocketAddress(addresses[index], port);
        NettyEventLoop nettyLoop = (NettyEventLoop) loop;
        bootstrap(nettyLoop, handler).connect(address).addListener((ChannelFutureListener) connected -> {
            if (connected.isSuccess()) {
                return;
            }
            if (index + 1 < addresses.length) {
                connectToOneOf(addresses, index + 1, port, loop, handler, failed);
            } else {
                nettyLoop.runCaught(() -> failed.accept(asPromised(connected.cause(), address)));
            }
        });
    }

    private Bootstrap bootstrap(NettyEventLoop loop, ConnectionHandler handler) {
        return new Bootstrap()
                .group(loop.netty())
                .channel(network.transport().channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .option(ChannelOption.ALLOCATOR, network.allocator())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        network.open(channel, handler);
                    }
                });
    }

    /**
     * Keeps {@link ConnectException} for a refusal alone, since that proves that nobody listens there; Netty also uses it
     * for timeouts and for other failures to connect.
     */
    private static Throwable asPromised(Throwable cause, InetSocketAddress address) {
        String to = address.getHostString() + ":" + address.getPort();
        if (cause instanceof ConnectTimeoutException) {
            return new SocketTimeoutException("connecting to " + to + " took more than " + CONNECT_TIMEOUT_MS + " ms");
        }
        if (cause instanceof ConnectException
                && String.valueOf(cause.getMessage()).contains("refused")) {
            return new ConnectException("connection refused by " + to);
        }
        return new IOException("cannot connect to " + to + ": " + cause.getMessage(), cause);
    }
}
