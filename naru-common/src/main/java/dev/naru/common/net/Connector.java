package dev.naru.common.net;

import dev.naru.common.runtime.EventLoop;
import java.util.function.Consumer;

/** Opens connections. Threading: safe from any thread. */
public interface Connector {
    /**
     * Opens a connection owned by {@code loop}. Either {@code handler} hears {@link ConnectionHandler#onOpened}, or
     * {@code failed} runs on the loop with the reason; {@link java.net.ConnectException} means that the address answered
     * and nobody listens there.
     */
    void connect(EventLoop loop, String host, int port, ConnectionHandler handler, Consumer<Throwable> failed);
}
