package dev.naru.protocol;

/** Bytes that are not the message they claim to be. The connection they came on is closed, the record is corrupt. */
public final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong, and where. */
    public MalformedMessageException(String message) {
        super(message);
    }
}
