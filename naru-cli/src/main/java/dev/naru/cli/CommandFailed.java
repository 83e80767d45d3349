package dev.naru.cli;

/** A command cannot do what was asked; the message is the one line the user reads. Ends with exit status 1. */
final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailed(String message) {
        super(message);
    }
}
