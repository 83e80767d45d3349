package dev.naru.storage;

import dev.naru.record.BatchView;
import dev.naru.record.CorruptBatchException;
import dev.naru.record.EndTransactionMarker;
import dev.naru.record.RecordReader;
import org.jspecify.annotations.Nullable;

/** Looks for the end of a transaction in a control batch. */
final class Markers {
    private Markers() {}

    /** The marker in a whole batch, or null if it has none. */
    static @Nullable EndTransactionMarker in(BatchView batch) {
        if (!batch.isControl()) {
            return null;
        }
        try (RecordReader reader = new RecordReader().open(batch)) {
            return reader.next() ? EndTransactionMarker.read(reader.key(), reader.value()) : null;
        } catch (CorruptBatchException e) {
            return null;
        }
    }
}
