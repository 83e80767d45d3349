package dev.naru.network;

import java.io.IOException;

/** The response did not come in time; whether the broker has seen the request is not known. */
public final class RequestTimeoutException extends IOException {
    private static final long serialVersionUID = 1L;

    RequestTimeoutException(String message) {
        super(message);
    }
}
