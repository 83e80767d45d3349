package dev.naru.storage;

import dev.naru.common.Invariant;
import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.common.runtime.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
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
public final class Log {
    private final LogState state;
    private final LogAppend append;
    private final LogRead read;
    private final LogFlush flush;
    private final LogSearch search;
    private final LogRetention retention;
    private final LogTruncation truncation;

    Log(LogPlace place, LogContext context, LogHome home, LogContents contents, Checkpoints checkpoints) {
        this.state = new LogState(place, context, home, contents);
        FolderNames names = new FolderNames(state);
        this.flush = new LogFlush(state, names);
        LogRoll roll = new LogRoll(state, names, flush);
        this.append = new LogAppend(state, roll, flush);
        this.read = new LogRead(state);
        this.search = new LogSearch(state);
        this.retention = new LogRetention(state, roll, checkpoints);
        this.truncation = new LogTruncation(state, checkpoints);
    }

    /** Which partition. Safe from any thread. */
    public TopicPartition partition() {
        return state.partition();
    }

    /** The topic's id, or {@link Uuid#ZERO} if the folder does not say. Safe from any thread. */
    public Uuid topicId() {
        return state.place().topicId();
    }

    /** The directory it is in. Safe from any thread. */
    public LogDirectoryInfo directory() {
        return state.directory().info();
    }

    /** The path of the directory it is in, without looking at the disk. Safe from any thread. */
    public Path directoryPath() {
        return state.directory().path();
    }

    /** The loop it is confined to. Safe from any thread. */
    public EventLoop loop() {
        return state.loop();
    }

    /** Offset of the first record readers may see. Safe from any thread. */
    public long logStartOffset() {
        return state.logStartOffset();
    }

    /** The offset the next record will get. Safe from any thread. */
    public long logEndOffset() {
        return state.logEndOffset();
    }

    /** All below this offset has been forced to disk. Safe from any thread. */
    public long recoveryPoint() {
        return state.recoveryPoint();
    }

    /** Bytes of all segments. Safe from any thread. */
    public long sizeBytes() {
        return state.sizeBytes();
    }

    public LogConfig config() {
        return state.config();
    }

    /** The topic's settings have changed. */
    public void setConfig(LogConfig newConfig) {
        state.loop().checkCurrent();
        state.setConfig(newConfig);
    }

    /**
     * Appends as the leader: gives the batches their offsets and the leader's epoch, in place, and writes them once.
     *
     * @param batches one or more whole, validated batches between position and limit
     */
    public AppendOutcome appendAsLeader(ByteBuffer batches, int leaderEpoch, AppendTerms terms) throws IOException {
        checkUsable();
        try {
            return append.asLeader(batches, leaderEpoch, terms);
        } catch (IOException e) {
            throw state.fail(e);
        }
    }

    /**
     * Appends what a leader sent, as it is; a batch cut short at the end is left out.
     *
     * @param batches batches between position and limit, not trusted
     */
    public AppendOutcome appendAsFollower(ByteBuffer batches) throws IOException {
        checkUsable();
        try {
            return append.asFollower(batches);
        } catch (IOException e) {
            throw state.fail(e);
        }
    }

    /**
     * Reads from {@code offset} on. As in Kafka the slice may end in the middle of a batch, when {@code maxBytes} does;
     * clients drop such a rest. The first batch is never cut.
     *
     * @param maxBytes how much at most
     * @param upperBoundOffset nothing at or beyond this offset: the high watermark, the last stable offset or the log end
     * @param minOneBatch the first batch comes whole even if it is larger than {@code maxBytes}; else nothing comes then
     */
    public ReadOutcome read(long offset, int maxBytes, long upperBoundOffset, boolean minOneBatch) throws IOException {
        checkUsable();
        try {
            return read.from(offset, maxBytes, upperBoundOffset, minOneBatch);
        } catch (IOException e) {
            throw state.fail(e);
        }
    }

    /**
     * Finds the first record with this timestamp or a later one, on the I/O pool; {@code done} gets it, or null if there
     * is none, on this log's loop.
     */
    public void findByTimestamp(
            long timestampMs, Consumer<@Nullable TimestampOffset> done, Consumer<Throwable> failed) {
        if (state.isOpen(failed)) {
            search.findByTimestamp(timestampMs, done, failed);
        }
    }

    /** Finds the record with the largest timestamp, as {@link #findByTimestamp}; null if the log is empty. */
    public void findMaxTimestamp(Consumer<@Nullable TimestampOffset> done, Consumer<Throwable> failed) {
        if (state.isOpen(failed)) {
            search.findMaxTimestamp(done, failed);
        }
    }

    /** The epoch that starts here: called by a new leader before its first append. */
    public void onLeaderEpoch(int leaderEpoch) throws IOException {
        checkUsable();
        state.onLeaderEpoch(leaderEpoch);
    }

    /** The epoch of the last append or leader, -1 if there is none. */
    public int latestLeaderEpoch() {
        return state.epochs().latestEpoch();
    }

    /** The epoch of the record at {@code offset}, -1 if unknown. */
    public int leaderEpochOf(long offset) {
        return state.epochs().epochOf(offset);
    }

    /** Where an epoch ends here. */
    public EpochEndOffset endOffsetForEpoch(int leaderEpoch) {
        return state.epochs().endOffsetFor(leaderEpoch, logEndOffset());
    }

    /**
     * Hides all records before {@code offset}, which is at most the high watermark; whole segments go at the next
     * retention run. Does nothing if the log already begins there or later. {@link LogManager#deleteRecordsBefore} also
     * makes it durable.
     */
    public void advanceLogStartOffset(long offset) throws IOException {
        checkUsable();
        Invariant.check(offset <= logEndOffset(), "log start %d beyond log end %d", offset, logEndOffset());
        if (offset > logStartOffset()) {
            state.moveStartTo(offset);
        }
    }

    /** Cuts the log so that it ends at {@code offset}, at the latest; for a follower that diverged. */
    public void truncateTo(long offset, Runnable done, Consumer<Throwable> failed) {
        if (state.isOpen(failed)) {
            truncation.truncateTo(offset, done, failed);
        }
    }

    /** Drops everything and starts again, empty, at {@code offset}. */
    public void truncateFullyAndStartAt(long offset, Runnable done, Consumer<Throwable> failed) {
        if (state.isOpen(failed)) {
            truncation.startAt(offset, done, failed);
        }
    }

    /** Forces all below {@code upToOffset} to disk, on the I/O pool; then the recovery point is at least there. */
    public void flush(long upToOffset, Runnable done, Consumer<Throwable> failed) {
        if (state.isOpen(failed)) {
            flush.flush(upToOffset, done, failed);
        }
    }

    /** The high watermark has moved: transactions completed below it no longer hold back the last stable offset. */
    public void onHighWatermark(long newHighWatermark) {
        state.onHighWatermark(newHighWatermark);
    }

    /** The first offset a {@code read_committed} consumer must not see, at most {@code highWatermark}. */
    public long lastStableOffset(long atMost) {
        return Math.min(atMost, Math.max(logStartOffset(), state.producers().firstUnstableOffset(atMost)));
    }

    /**
     * Before a transaction's coordinator is asked whether it includes this partition: draws the guard under which its first
     * batch may be appended afterwards. Null if the transaction is open here already, so that nothing has to be asked.
     */
    public @Nullable TransactionGuard guardTransaction(long producerId, short epoch, int firstSequence) {
        state.loop().checkCurrent();
        return state.producers().guard(producerId, epoch, firstSequence);
    }

    /** False if a marker was written since the guard was drawn. */
    public boolean isInForce(TransactionGuard guard) {
        state.loop().checkCurrent();
        return state.producers().isInForce(guard);
    }

    /** The aborted transactions with records from {@code fromOffset} on in what a read found. */
    public List<AbortedTransaction> abortedTransactions(ReadOutcome.Slice slice, long fromOffset) throws IOException {
        checkUsable();
        try {
            return read.abortedTransactions(slice, fromOffset);
        } catch (IOException e) {
            throw state.fail(e);
        }
    }

    /** The producers remembered, for DescribeProducers. */
    public List<ActiveProducer> activeProducers() {
        state.loop().checkCurrent();
        return state.producers().active();
    }

    /** Drops what retention says, and producers that have been silent for long. */
    void runRetention() {
        state.loop().checkCurrent();
        if (state.isClosed() || !state.directory().isOnline()) {
            return;
        }
        state.producers().expire(state.nowMs() - state.context().producerIdExpirationMs());
        try {
            retention.run();
        } catch (DamagedLogException e) {
            read.report(e);
        } catch (IOException e) {
            state.fail(e);
        }
    }

    /** Ends it cleanly: everything is durable when {@code done} runs. When either runs, no file is open any more. */
    void close(Runnable done, Consumer<Throwable> failed) {
        state.loop().checkCurrent();
        state.onClosing();
        if (state.isDirty()) {
            flush.flushForStop(() -> closeFiles(done), failure -> closeFiles(() -> failed.accept(failure)));
        } else {
            closeFiles(done);
        }
    }

    /** It is being deleted: nothing is written any more once {@code done} runs. */
    void abandon(Runnable done) {
        state.loop().checkCurrent();
        state.onClosing();
        closeFiles(done);
    }

    private void closeFiles(Runnable done) {
        state.work().whenIdle(() -> {
            state.segments().all().forEach(segment -> segment.files().forEach(LogFile::close));
            done.run();
        });
    }

    private void checkUsable() throws LogOfflineException {
        state.checkOpen();
        Invariant.check(!truncation.isRunning(), "the log is being truncated");
    }

    Segments segments() {
        return state.segments();
    }

    LogFolder folder() {
        return state.folder();
    }

    LogDirectory directoryState() {
        return state.directory();
    }

    @Override
    public String toString() {
        return "Log[" + partition() + ", " + logStartOffset() + ".." + logEndOffset() + "]";
    }
}
