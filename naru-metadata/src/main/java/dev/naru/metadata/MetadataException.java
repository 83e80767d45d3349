package dev.naru.metadata;

/**
 * The metadata log holds something that makes no sense, or that this version of Naru does not know. Nobody goes on from
 * here: going on would mean to forget what the log says.
 */
public final class MetadataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message for the operator. */
    public MetadataException(String message) {
        super(message);
    }

    /** With a message for the operator and the reason. */
    public MetadataException(String message, Throwable cause) {
        super(message, cause);
    }
}
