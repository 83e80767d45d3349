package dev.naru.storage;

/**
 * Data that was there once cannot be read as batches any more. It is left as it is, until a replica, or an operator, repairs
 * it; nothing is said of it that only whole data could tell.
 */
public final class DamagedLogException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedLogException(String message) {
        super(message);
    }
}
