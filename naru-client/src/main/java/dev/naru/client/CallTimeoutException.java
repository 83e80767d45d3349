package dev.naru.client;

import org.jspecify.annotations.Nullable;

/** The time for a call ran out. What was asked may or may not have been done. */
public final class CallTimeoutException extends ClientException {
    private static final long serialVersionUID = 1L;

    public CallTimeoutException(String message, @Nullable Throwable lastFailure) {
        super(lastFailure == null ? message : message + "; last: " + lastFailure.getMessage(), lastFailure);
    }

    @Override
    public boolean isRetriable() {
        return true;
    }
}
