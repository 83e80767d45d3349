package dev.naru.controller;

/** What became of one item of an operation. Others of the same operation may have fared differently. */
public sealed interface Result<T> {
    /** It was done, or would be. */
    record Ok<T>(T value) implements Result<T> {}

    /** It was refused; the message says what is wrong, for people. */
    record Refused<T>(ControllerError error, String message) implements Result<T> {}

    /** Done. */
    static <T> Result<T> ok(T value) {
        return new Ok<>(value);
    }
}
