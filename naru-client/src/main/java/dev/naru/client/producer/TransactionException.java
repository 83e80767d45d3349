package dev.naru.client.producer;

import dev.naru.client.ClientException;
import org.jspecify.annotations.Nullable;

/**
 * A transaction cannot go on. Either it has to be aborted, and the next one may succeed; or this producer is done for,
 * because another one has taken over its transactional id or it may not use it: then close it.
 */
public final class TransactionException extends ClientException {
    private static final long serialVersionUID = 1L;

    private final boolean fatal;

    TransactionException(String message, boolean fatal, @Nullable Throwable cause) {
        super(message, cause);
        this.fatal = fatal;
    }

    /** True if only a new producer can go on; false if it is enough to abort the transaction. */
    public boolean isFatal() {
        return fatal;
    }
}
