package dev.naru.storage;

import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.common.runtime.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of one partition: batches in order of their offsets, in segments on disk.
 *
 * <p>An I/O failure takes the whole log directory offline and is thrown as {@link LogOfflineException}; whatever was being
 * done has then left no trace that readers could see, and every later call throws the same.
 *
 * <p>Threading: confined to the partition's loop, {@link #loop()}, except where a method says otherwise.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Log {
    Log() {}

    private static UnsupportedOperationException soon() {
        return new UnsupportedOperationException("being written");
    }

    /** Which partition. Safe from any thread. */
    public TopicPartition partition() {
        throw soon();
    }

    /** The topic's id, or {@link Uuid#ZERO} if the folder does not say. Safe from any thread. */
    public Uuid topicId() {
        throw soon();
    }

    /** The directory it is in. Safe from any thread. */
    public LogDirectoryInfo directory() {
        throw soon();
    }

    /** The loop it is confined to. Safe from any thread. */
    public EventLoop loop() {
        throw soon();
    }

    /** Offset of the first record readers may see. Safe from any thread. */
    public long logStartOffset() {
        throw soon();
    }

    /** The offset the next record will get. Safe from any thread. */
    public long logEndOffset() {
        throw soon();
    }

    /** All below this offset has been forced to disk. Safe from any thread. */
    public long recoveryPoint() {
        throw soon();
    }

    /** Bytes of all segments. Safe from any thread. */
    public long sizeBytes() {
        throw soon();
    }

    public LogConfig config() {
        throw soon();
    }

    /** The topic's settings have changed. */
    public void setConfig(LogConfig config) {
        throw soon();
    }

    /**
     * Appends as the leader: gives the batches their offsets and the leader's epoch, in place, and writes them once.
     *
     * @param batches one or more whole, validated batches between position and limit
     */
    public AppendOutcome appendAsLeader(ByteBuffer batches, int leaderEpoch, AppendOrigin origin) throws IOException {
        throw soon();
    }

    /**
     * Appends what a leader sent, as it is; a batch cut short at the end is left out.
     *
     * @param batches batches between position and limit, not trusted
     */
    public AppendOutcome appendAsFollower(ByteBuffer batches) throws IOException {
        throw soon();
    }

    /**
     * Reads from {@code offset} on.
     *
     * @param maxBytes how much at most
     * @param upperBoundOffset nothing at or beyond this offset: the high watermark, the last stable offset or the log end
     * @param minOneBatch the first batch comes whole even if it is larger than {@code maxBytes}
     */
    public ReadOutcome read(long offset, int maxBytes, long upperBoundOffset, boolean minOneBatch) throws IOException {
        throw soon();
    }

    /**
     * Finds the first record with this timestamp or a later one, on the I/O pool; {@code done} gets it, or null if there
     * is none, on this log's loop.
     */
    public void findByTimestamp(
            long timestampMs, Consumer<@Nullable TimestampOffset> done, Consumer<Throwable> failed) {
        throw soon();
    }

    /** Finds the record with the largest timestamp, as {@link #findByTimestamp}; null if the log is empty. */
    public void findMaxTimestamp(Consumer<@Nullable TimestampOffset> done, Consumer<Throwable> failed) {
        throw soon();
    }

    /** The epoch that starts here: called by a new leader before its first append. */
    public void onLeaderEpoch(int leaderEpoch) throws IOException {
        throw soon();
    }

    /** The epoch of the last append or leader, -1 if there is none. */
    public int latestLeaderEpoch() {
        throw soon();
    }

    /** The epoch of the record at {@code offset}, -1 if unknown. */
    public int leaderEpochOf(long offset) {
        throw soon();
    }

    /** Where an epoch ends here. */
    public EpochEndOffset endOffsetForEpoch(int leaderEpoch) {
        throw soon();
    }

    /**
     * Hides all records before {@code offset}, which is at most the high watermark; whole segments go at the next
     * retention run. Does nothing if the log already begins there or later.
     */
    public void advanceLogStartOffset(long offset) throws IOException {
        throw soon();
    }

    /** Cuts the log so that it ends at {@code offset}, at the latest; for a follower that diverged. */
    public void truncateTo(long offset, Runnable done, Consumer<Throwable> failed) {
        throw soon();
    }

    /** Drops everything and starts again, empty, at {@code offset}. */
    public void truncateFullyAndStartAt(long offset, Runnable done, Consumer<Throwable> failed) {
        throw soon();
    }

    /** Forces all below {@code upToOffset} to disk, on the I/O pool; then the recovery point is at least there. */
    public void flush(long upToOffset, Runnable done, Consumer<Throwable> failed) {
        throw soon();
    }

    /** The high watermark has moved: transactions completed below it no longer hold back the last stable offset. */
    public void onHighWatermark(long highWatermark) {
        throw soon();
    }

    /** The first offset a {@code read_committed} consumer must not see, at most {@code highWatermark}. */
    public long lastStableOffset(long highWatermark) {
        throw soon();
    }

    /** The aborted transactions with records in this range. */
    public List<AbortedTransaction> abortedTransactions(long fromOffset, long upToOffset) throws IOException {
        throw soon();
    }

    /** The producers remembered, for DescribeProducers. */
    public List<ActiveProducer> activeProducers() {
        throw soon();
    }
}
