package dev.naru.common.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/** Listens for connections. Threading: safe from any thread. */
public interface Acceptor {
    /**
     * Starts listening; every accepted connection gets a loop and a handler of its own.
     *
     * @param host the address to bind, empty for all
     * @param port the port, zero for any free one
     * @throws java.net.BindException if the port is in use
     */
    Listening listen(String host, int port, Supplier<ConnectionHandler> handlers) throws IOException;

    /** An open listening socket. */
    interface Listening extends AutoCloseable {
        /** Where it listens. */
        InetSocketAddress address();

        /** Stops accepting; open connections stay. */
        @Override
        void close();
    }
}
