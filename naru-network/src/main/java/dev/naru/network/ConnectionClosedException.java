package dev.naru.network;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The connection is gone, so there will be no response; whether the broker has seen the request is not known. */
public final class ConnectionClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    ConnectionClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
