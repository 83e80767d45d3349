package dev.naru.client.cluster;

import dev.naru.client.ClientException;

/** The broker does not know this request, or not in a version that can say what is to be said. */
public final class RequestUnsupportedException extends ClientException {
    private static final long serialVersionUID = 1L;

    RequestUnsupportedException(String message) {
        super(message);
    }
}
