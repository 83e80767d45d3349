package dev.naru.coordinator.group.consumer;

import dev.naru.protocol.ErrorCode;

/** A request that is refused; nothing of it happens. Never leaves the package. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode error;

    RefusedException(ErrorCode error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    ErrorCode error() {
        return error;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
