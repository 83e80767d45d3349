package dev.naru.metadata;

import dev.naru.protocol.PersistedRecord;
import java.util.List;

/**
 * Is told what the metadata log holds: perhaps a snapshot, then each batch once and in order.
 *
 * <p>Threading: called on the loop the log was given.
 */
public interface MetadataReader {
    /** Everything before {@code position}, in place of the batches that led there. Only ever the first call. */
    void onSnapshot(List<PersistedRecord> records, LogPosition position);

    /** The next batch. */
    void onBatch(MetadataBatch batch);

    /** What was in the log when it was opened has been told. Called once. */
    void onCaughtUp();

    /** The log cannot be read any further; the reader must not go on as if it knew the cluster. */
    void onReadFailed(Exception cause);
}
