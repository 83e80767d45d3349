package dev.naru.common;

/**
 * Checks that are always on. A broken invariant is a bug: whoever owns the state stops (the partition goes offline, the
 * controller resigns, the process halts) instead of logging and carrying on.
 *
 * <p>Not for bad input: input is answered with an error, never with a broken invariant.
 */
public final class Invariant {
    private Invariant() {}

    /** Fails with {@link BrokenInvariantException} unless {@code condition} holds. */
    public static void check(boolean condition, String message) {
        if (!condition) {
            throw new BrokenInvariantException(message);
        }
    }

    /** As {@link #check(boolean, String)}; {@code format} is filled in only on failure, as by {@link String#format}. */
    public static void check(boolean condition, String format, long first, long second) {
        if (!condition) {
            throw new BrokenInvariantException(String.format(format, first, second));
        }
    }

    /** Thrown by a failed check; nobody but the owner of the state, or the last handler of a thread, catches it. */
    public static final class BrokenInvariantException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenInvariantException(String message) {
            super(message);
        }
    }
}
