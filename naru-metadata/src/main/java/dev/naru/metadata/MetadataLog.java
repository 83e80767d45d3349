package dev.naru.metadata;

import dev.naru.protocol.PersistedRecord;
import java.util.List;
import java.util.function.Consumer;

/**
 * The log that is the truth about a cluster. A change is true once its batch is appended, and stays true.
 *
 * <p>Implementations: {@link FileMetadataLog} for a node by itself, {@link InMemoryMetadataLog} for tests.
 *
 * <p>Threading: all methods are called on the loop the log was given, and it calls back there.
 */
public interface MetadataLog {
    /** The most bytes of records in a batch. Whoever decides keeps well below it. */
    int BATCH_SIZE_BYTES_MAX = 16 << 20;

    /** The id of the cluster, drawn when the log was first made. */
    String clusterId();

    /** Tells {@code reader} all there is and, from then on, all there will be, in order. Called once. */
    void follow(MetadataReader reader);

    /**
     * Appends records as one batch: all of them or none. The reader is told before {@code done} is. One append is under
     * way at a time.
     *
     * @param expectedOffset where the caller believes the log ends
     * @param epoch the caller's controller epoch, not below that of any batch in the log
     * @param records at least one
     */
    void append(long expectedOffset, int epoch, List<PersistedRecord> records, Consumer<AppendOutcome> done);

    /** True if so much was appended since the last snapshot that another one should be taken. */
    boolean isSnapshotDue();

    /** Takes a snapshot of everything up to now, which {@code image} is, and drops what is no longer needed. */
    void snapshot(ClusterImage image);
}
