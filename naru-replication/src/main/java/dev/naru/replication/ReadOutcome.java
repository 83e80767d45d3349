package dev.naru.replication;

import dev.naru.common.Payload;
import dev.naru.storage.AbortedTransaction;
import dev.naru.storage.EpochEndOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a read of a partition found. Threading: immutable; the payload has one owner. */
public sealed interface ReadOutcome {
    /**
     * Batches, or none at the end of what the reader may see.
     *
     * @param records whoever receives them releases them
     * @param aborted aborted transactions among them, for a reader of committed transactions; null for all others
     */
    record Fetched(
            Payload records,
            PartitionOffsets offsets,
            @Nullable List<AbortedTransaction> aborted) implements ReadOutcome {}

    /** The reader's log and this one part ways at the end of this epoch, or before. */
    record Diverged(EpochEndOffset epoch, PartitionOffsets offsets) implements ReadOutcome {}

    /** There is nothing to read for this reader. */
    record Refused(Refusal reason) implements ReadOutcome {}
}
