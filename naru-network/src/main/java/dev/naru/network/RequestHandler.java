package dev.naru.network;

/** What a server does with requests; one for all connections. All methods are called on the connection's loop. */
@FunctionalInterface
public interface RequestHandler {
    /**
     * A request has arrived. The handler answers it exactly once, now or later, from any thread, through one of {@link
     * InboundRequest#respond}, {@link InboundRequest#noResponse} and {@link InboundRequest#closeConnection}. Requests of a
     * connection are handed over in the order they arrived; an exception thrown here closes the connection.
     */
    void onRequest(InboundRequest request);

    /** A connection is open and was admitted. */
    default void onOpened(ConnectionInfo connection) {}

    /** A connection that {@link #onOpened} was told of is gone; requests it left behind are still to be answered. */
    default void onClosed(ConnectionInfo connection) {}
}
