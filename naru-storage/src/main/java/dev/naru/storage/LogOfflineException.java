package dev.naru.storage;

import java.io.IOException;

/**
 * The log cannot be used: its directory failed, or its data is damaged. What was acknowledged stays on disk as it is;
 * nothing more is written until the process starts again.
 */
public final class LogOfflineException extends IOException {
    private static final long serialVersionUID = 1L;

    LogOfflineException(String message, Throwable cause) {
        super(message, cause);
    }

    LogOfflineException(String message) {
        super(message);
    }
}
