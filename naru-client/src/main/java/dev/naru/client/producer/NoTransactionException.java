package dev.naru.client.producer;

import dev.naru.client.ClientException;

/** A record was sent while there was no transaction it could be part of: it is not sent, and does no harm to any. */
final class NoTransactionException extends ClientException {
    private static final long serialVersionUID = 1L;

    NoTransactionException(String message) {
        super(message);
    }
}
