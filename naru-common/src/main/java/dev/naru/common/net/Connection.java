package dev.naru.common.net;

import dev.naru.common.Payload;
import dev.naru.common.runtime.EventLoop;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * An open connection that carries frames both ways, in order.
 *
 * <p>Threading: {@link #send} and {@link #setReading} are confined to the connection's loop; the rest is safe from any
 * thread.
 */
public interface Connection {
    /** The loop that owns this connection; its handler is called there. */
    EventLoop loop();

    /** A number no other connection of this process has had. */
    long id();

    /** The other end. */
    InetSocketAddress remoteAddress();

    /** This end. */
    InetSocketAddress localAddress();

    /**
     * Sends one frame made of these parts, after all frames given before. The transport adds the length prefix, and
     * releases every part once its bytes have left or the connection is gone.
     */
    void send(List<Payload> parts);

    /** Bytes given to {@link #send} that have not left yet. */
    long unsentBytes();

    /** Stops or resumes reading from the socket. Frames already read may still arrive after a stop. */
    void setReading(boolean reading);

    /** Closes it; unsent frames are dropped. The handler hears of it through {@link ConnectionHandler#onClosed}. */
    void close();
}
