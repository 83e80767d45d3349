package dev.naru.common.net;

import org.jspecify.annotations.Nullable;

/** What happens on one connection. All methods are called on the connection's loop. */
public interface ConnectionHandler {
    /** The connection is open; called first, once. */
    void onOpened(Connection connection);

    /** A whole frame has arrived; the handler now owns it and releases it. */
    void onFrame(Frame frame);

    /** Unsent bytes have left; worth a look by whoever paused reading because of {@link Connection#unsentBytes}. */
    default void onWritable() {}

    /**
     * The connection is gone; called last, once, and only after {@link #onOpened}.
     *
     * @param cause why, or null if either end closed it in an orderly way
     */
    void onClosed(@Nullable Throwable cause);
}
