package dev.naru.metadata;

/** What became of an append. Anything but {@link Appended} means: stop deciding. */
public sealed interface AppendOutcome {
    /** The batch is in the log and stays there. */
    record Appended(LogPosition end) implements AppendOutcome {}

    /** Somebody else has written: the log goes on at {@code actual}, and nothing was appended. */
    record Conflict(LogPosition actual) implements AppendOutcome {}

    /** It is not known whether the batch is in the log; only reading the log anew can tell. */
    record Failed(Exception cause) implements AppendOutcome {}
}
