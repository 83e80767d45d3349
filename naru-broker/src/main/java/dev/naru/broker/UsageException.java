package dev.naru.broker;

/** A command line that makes no sense. The message is for whoever typed it. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
