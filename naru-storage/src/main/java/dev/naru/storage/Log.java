package dev.naru.storage;

import dev.naru.common.Invariant;
import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.common.runtime.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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
    private final LogPlace place;
    private final LogContext context;
    private final EventLoop loop;
    private final Segments segments;
    private final LeaderEpochs epochs;
    private final ProducerStates producers;
    private final ProducerSnapshots snapshots;
    private final LogWork work;
    private final LogAppend append;
    private final LogRead read;
    private final FolderNames names;
    private final LogFlush flush;
    private final LogSearch search;
    private final LogRetention retention;
    private final LogTruncation truncation;
    private final LateAppends lateAppends = new LateAppends();

    private LogConfig config;
    private long highWatermark;
    /** Bytes of the sealed segments. */
    private long sealedBytes;
    /** Something was written since the last clean stop. */
    private boolean changed;

    private boolean closed;
    private boolean flushIsDue;

    private volatile long logStartOffset;
    private volatile long logEndOffset;
    private volatile long recoveryPoint;
    private volatile long sizeBytes;

    Log(LogPlace place, LogContext context, LogHome home, LogContents contents, Checkpoints checkpoints) {
        this.place = place;
        this.context = context;
        this.loop = home.loop();
        this.config = home.config();
        this.segments = contents.segments();
        this.epochs = contents.epochs();
        this.producers = contents.producers();
        this.snapshots = new ProducerSnapshots(context.disk(), place.folder());
        this.work = new LogWork(context.ioPool(), loop);
        this.append = new LogAppend(this);
        this.read = new LogRead(this);
        this.names = new FolderNames(this, context);
        this.flush = new LogFlush(this, names, context);
        this.search = new LogSearch(this, context);
        this.retention = new LogRetention(this, context, checkpoints);
        this.truncation = new LogTruncation(this, context, checkpoints);
        this.changed = contents.recovered();
        this.logStartOffset = contents.logStartOffset();
        this.logEndOffset = segments.active().nextOffset();
        this.recoveryPoint = contents.recoveryPoint();
        this.highWatermark = logStartOffset;
        onSegmentsChanged();
    }

    /** Which partition. Safe from any thread. */
    public TopicPartition partition() {
        return place.partition();
    }

    /** The topic's id, or {@link Uuid#ZERO} if the folder does not say. Safe from any thread. */
    public Uuid topicId() {
        return place.topicId();
    }

    /** The directory it is in. Safe from any thread. */
    public LogDirectoryInfo directory() {
        return place.directory().info();
    }

    /** The path of the directory it is in, without looking at the disk. Safe from any thread. */
    public Path directoryPath() {
        return place.directory().path();
    }

    /** The loop it is confined to. Safe from any thread. */
    public EventLoop loop() {
        return loop;
    }

    /** Offset of the first record readers may see. Safe from any thread. */
    public long logStartOffset() {
        return logStartOffset;
    }

    /** The offset the next record will get. Safe from any thread. */
    public long logEndOffset() {
        return logEndOffset;
    }

    /** All below this offset has been forced to disk. Safe from any thread. */
    public long recoveryPoint() {
        return recoveryPoint;
    }

    /** Bytes of all segments. Safe from any thread. */
    public long sizeBytes() {
        return sizeBytes;
    }

    public LogConfig config() {
        return config;
    }

    /** The topic's settings have changed. */
    public void setConfig(LogConfig newConfig) {
        loop.checkCurrent();
        config = newConfig;
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
            throw fail(e);
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
            throw fail(e);
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
            throw fail(e);
        }
    }

    /**
     * Finds the first record with this timestamp or a later one, on the I/O pool; {@code done} gets it, or null if there
     * is none, on this log's loop.
     */
    public void findByTimestamp(
            long timestampMs, Consumer<@Nullable TimestampOffset> done, Consumer<Throwable> failed) {
        if (isOpen(failed)) {
            search.findByTimestamp(timestampMs, done, failed);
        }
    }

    /** Finds the record with the largest timestamp, as {@link #findByTimestamp}; null if the log is empty. */
    public void findMaxTimestamp(Consumer<@Nullable TimestampOffset> done, Consumer<Throwable> failed) {
        if (isOpen(failed)) {
            search.findMaxTimestamp(done, failed);
        }
    }

    /** The epoch that starts here: called by a new leader before its first append. */
    public void onLeaderEpoch(int leaderEpoch) throws IOException {
        checkUsable();
        epochs.assign(leaderEpoch, logEndOffset);
        changed |= epochs.isDirty();
    }

    /** The epoch of the last append or leader, -1 if there is none. */
    public int latestLeaderEpoch() {
        return epochs.latestEpoch();
    }

    /** The epoch of the record at {@code offset}, -1 if unknown. */
    public int leaderEpochOf(long offset) {
        return epochs.epochOf(offset);
    }

    /** Where an epoch ends here. */
    public EpochEndOffset endOffsetForEpoch(int leaderEpoch) {
        return epochs.endOffsetFor(leaderEpoch, logEndOffset);
    }

    /**
     * Hides all records before {@code offset}, which is at most the high watermark; whole segments go at the next
     * retention run. Does nothing if the log already begins there or later. {@link LogManager#deleteRecordsBefore} also
     * makes it durable.
     */
    public void advanceLogStartOffset(long offset) throws IOException {
        checkUsable();
        Invariant.check(offset <= logEndOffset, "log start %d beyond log end %d", offset, logEndOffset);
        if (offset > logStartOffset) {
            moveStartTo(offset);
        }
    }

    /** Cuts the log so that it ends at {@code offset}, at the latest; for a follower that diverged. */
    public void truncateTo(long offset, Runnable done, Consumer<Throwable> failed) {
        if (isOpen(failed)) {
            truncation.truncateTo(offset, done, failed);
        }
    }

    /** Drops everything and starts again, empty, at {@code offset}. */
    public void truncateFullyAndStartAt(long offset, Runnable done, Consumer<Throwable> failed) {
        if (isOpen(failed)) {
            truncation.startAt(offset, done, failed);
        }
    }

    /** Forces all below {@code upToOffset} to disk, on the I/O pool; then the recovery point is at least there. */
    public void flush(long upToOffset, Runnable done, Consumer<Throwable> failed) {
        if (isOpen(failed)) {
            flush.flush(upToOffset, done, failed);
        }
    }

    /** The high watermark has moved: transactions completed below it no longer hold back the last stable offset. */
    public void onHighWatermark(long newHighWatermark) {
        highWatermark = newHighWatermark;
        producers.onHighWatermark(newHighWatermark);
    }

    /** The first offset a {@code read_committed} consumer must not see, at most {@code highWatermark}. */
    public long lastStableOffset(long atMost) {
        return Math.min(atMost, Math.max(logStartOffset, producers.firstUnstableOffset(atMost)));
    }

    /**
     * Before a transaction's coordinator is asked whether it includes this partition: draws the guard under which its first
     * batch may be appended afterwards. Null if the transaction is open here already, so that nothing has to be asked.
     */
    public @Nullable TransactionGuard guardTransaction(long producerId, short epoch, int firstSequence) {
        loop.checkCurrent();
        return producers.guard(producerId, epoch, firstSequence);
    }

    /** False if a marker was written since the guard was drawn. */
    public boolean isInForce(TransactionGuard guard) {
        loop.checkCurrent();
        return producers.isInForce(guard);
    }

    /** The aborted transactions with records from {@code fromOffset} on in what a read found. */
    public List<AbortedTransaction> abortedTransactions(ReadOutcome.Slice slice, long fromOffset) throws IOException {
        checkUsable();
        try {
            return read.abortedTransactions(slice, fromOffset);
        } catch (IOException e) {
            throw fail(e);
        }
    }

    /** The producers remembered, for DescribeProducers. */
    public List<ActiveProducer> activeProducers() {
        loop.checkCurrent();
        return producers.active();
    }

    /** Drops what retention says, and producers that have been silent for long. */
    void runRetention() {
        loop.checkCurrent();
        if (closed || !place.directory().isOnline()) {
            return;
        }
        long nowMs = loop.clock().wallMs();
        producers.expire(nowMs - context.producerIdExpirationMs());
        try {
            retention.run(nowMs, highWatermark);
        } catch (DamagedLogException e) {
            read.report(e);
        } catch (IOException e) {
            fail(e);
        }
    }

    /** Ends it cleanly: everything is durable when {@code done} runs. When either runs, no file is open any more. */
    void close(Runnable done, Consumer<Throwable> failed) {
        loop.checkCurrent();
        closed = true;
        if (changed || recoveryPoint != logEndOffset) {
            flush.flushForStop(
                    () -> work.whenIdle(() -> release(done)),
                    failure -> work.whenIdle(() -> release(() -> failed.accept(failure))));
        } else {
            work.whenIdle(() -> release(done));
        }
    }

    /** It is being deleted: nothing is written any more once {@code done} runs. */
    void abandon(Runnable done) {
        loop.checkCurrent();
        closed = true;
        work.whenIdle(() -> release(done));
    }

    private void release(Runnable done) {
        segments.all().forEach(segment -> segment.files().forEach(LogFile::close));
        done.run();
    }

    /** Runs work for this log on the I/O pool; its folder keeps its name meanwhile. */
    <T> void submit(Callable<T> task, Consumer<T> done, Consumer<Throwable> failed) {
        work.submit(task, done, failed);
    }

    void onWorkBegun() {
        work.begin();
    }

    void onWorkEnded() {
        work.end();
    }

    /** Begins a new segment and has the one before forced to disk. */
    void roll(long baseOffset) throws IOException {
        Segment active = segments.active();
        if (active.sizeBytes() == 0 && active.baseOffset() == baseOffset) {
            return;
        }
        names.requireDurable();
        active.seal();
        snapshots.write(baseOffset, producers);
        segments.add(Segment.create(
                context.files(), folder(), baseOffset, config, loop.clock().wallMs()));
        onSegmentsChanged();
        flush.onRolled(active.baseOffset());
        flush.flush(baseOffset, () -> {}, failure -> {});
    }

    /** The set of segments has changed. */
    void onSegmentsChanged() {
        sealedBytes = segments.sizeBytes() - segments.active().sizeBytes();
        sizeBytes = sealedBytes + segments.active().sizeBytes();
    }

    /** The active segment has grown. */
    void onAppended(long newLogEndOffset) {
        changed = true;
        lateAppends.onAppended(loop.clock().nanos());
        sizeBytes = sealedBytes + segments.active().sizeBytes();
        logEndOffset = newLogEndOffset;
        names.onAppended();
        if (newLogEndOffset - recoveryPoint >= config.flushMessages()) {
            flush.flush(newLogEndOffset, () -> {}, failure -> {});
        } else if (config.flushMs() < Long.MAX_VALUE && !flushIsDue) {
            flushIsDue = true;
            loop.schedule(config.flushMs(), this::onFlushDue);
        }
    }

    private void onFlushDue() {
        flushIsDue = false;
        if (!closed) {
            flush.flush(logEndOffset, () -> {}, failure -> {});
        }
    }

    void onFlushed(long upToOffset) {
        recoveryPoint = Math.max(recoveryPoint, Math.min(upToOffset, logEndOffset));
    }

    /** The log ends earlier, or somewhere else altogether. */
    void onTruncated(long newLogEndOffset) {
        changed = true;
        onSegmentsChanged();
        logEndOffset = newLogEndOffset;
        highWatermark = Math.min(highWatermark, newLogEndOffset);
    }

    void lowerRecoveryPoint(long offset) {
        recoveryPoint = Math.min(recoveryPoint, offset);
    }

    void moveStartTo(long offset) {
        logStartOffset = offset;
        changed = true;
        epochs.truncateFromStart(offset);
    }

    /** True if what lies there was appended lately, so that the page cache is likely to have it still. */
    boolean isLatelyWritten(Segment segment, int position) {
        return lateAppends.cover(segments, segment, position, loop.clock().nanos());
    }

    /** Takes the directory offline; the result is to be thrown. */
    LogOfflineException fail(Throwable cause) {
        return place.directory().becomeOffline(cause);
    }

    private void checkUsable() throws LogOfflineException {
        checkOpen();
        Invariant.check(!truncation.isRunning(), "the log is being truncated");
    }

    private void checkOpen() throws LogOfflineException {
        loop.checkCurrent();
        place.directory().checkOnline();
        if (closed) {
            throw new LogOfflineException("the log of " + partition() + " has been closed");
        }
    }

    /** For what answers later: as {@link #checkOpen}, but tells {@code failed}. */
    boolean isOpen(Consumer<Throwable> failed) {
        try {
            checkOpen();
            return true;
        } catch (LogOfflineException e) {
            failed.accept(e);
            return false;
        }
    }

    Segments segments() {
        return segments;
    }

    LeaderEpochs epochs() {
        return epochs;
    }

    ProducerStates producers() {
        return producers;
    }

    LogFolder folder() {
        return place.folder();
    }

    LogDirectory directoryState() {
        return place.directory();
    }

    /** How often it has been cut: what was begun before is void. */
    long truncations() {
        return truncation.count();
    }

    @Override
    public String toString() {
        return "Log[" + partition() + ", " + logStartOffset + ".." + logEndOffset + "]";
    }
}
