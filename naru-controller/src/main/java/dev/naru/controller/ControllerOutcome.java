package dev.naru.controller;

/** How an operation ended. */
public sealed interface ControllerOutcome<A> {
    /**
     * It was decided, and what it decided is durable.
     *
     * @param endOffset an image that reaches up to here shows it
     */
    record Done<A>(A answer, long endOffset) implements ControllerOutcome<A> {}

    /** This controller decides no more. Whether the operation was carried out is not known. */
    record NotController<A>() implements ControllerOutcome<A> {}

    /** Too many operations are waiting; this one was not looked at. */
    record Overloaded<A>() implements ControllerOutcome<A> {}
}
