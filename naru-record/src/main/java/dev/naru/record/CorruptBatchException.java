package dev.naru.record;

/** The records of a batch are not what they should be; the message says in one line what is wrong, and at which offset. */
public final class CorruptBatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CorruptBatchException(String message) {
        super(message);
    }

    CorruptBatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
