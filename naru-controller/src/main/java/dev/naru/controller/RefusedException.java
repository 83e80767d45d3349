package dev.naru.controller;

/** Carries a refusal from the check that found it to the item it belongs to; never leaves an operation. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ControllerError error;
    private final String reason;

    RefusedException(ControllerError error, String reason) {
        super(reason, null, false, false);
        this.error = error;
        this.reason = reason;
    }

    <T> Result<T> toResult() {
        return new Result.Refused<>(error, reason);
    }
}
