package dev.naru.client;

import dev.naru.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A broker answered with an error. */
public final class BrokerException extends ClientException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final boolean retriable;

    /**
     * @param code what the broker answered
     * @param subject what it was about, such as {@code topic orders}
     * @param detail the broker's own words, null or empty for the code's usual ones
     */
    public BrokerException(ErrorCode code, String subject, @Nullable String detail) {
        super(subject + ": " + (detail == null || detail.isBlank() ? code.message() : detail) + " (" + code.name()
                + ")");
        this.code = code;
        this.retriable = code.isRetriable();
    }

    private BrokerException(String message, ErrorCode code, boolean retriable) {
        super(message);
        this.code = code;
        this.retriable = retriable;
    }

    /** As this, where trying again makes no sense even though the protocol calls the code retriable. */
    public BrokerException asFinal() {
        return new BrokerException(String.valueOf(getMessage()), code, false);
    }

    /** As this, where trying again makes sense even though the protocol does not call the code retriable. */
    public BrokerException asRetriable() {
        return new BrokerException(String.valueOf(getMessage()), code, true);
    }

    /** What the broker answered; never {@code NONE}. */
    public ErrorCode code() {
        return code;
    }

    @Override
    public boolean isRetriable() {
        return retriable;
    }
}
