package dev.naru.replication;

import dev.naru.storage.AppendOutcome;

/** What became of a write to a partition. Threading: immutable. */
public sealed interface WriteOutcome {
    /** The partition let it through to the log, and this is what the log said. */
    record Logged(AppendOutcome outcome) implements WriteOutcome {}

    /** The partition did not let it through. */
    record Refused(Refusal reason) implements WriteOutcome {}
}
