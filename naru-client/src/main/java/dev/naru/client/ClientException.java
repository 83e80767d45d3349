package dev.naru.client;

import org.jspecify.annotations.Nullable;

/**
 * Why a call did not do what was asked. The message is one line for a human; subclasses say more to a program. Futures
 * of this module complete with this, and with nothing else but bugs.
 */
public class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClientException(String message) {
        this(message, null);
    }

    public ClientException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** True if the same call may succeed later. */
    public boolean isRetriable() {
        return false;
    }
}
