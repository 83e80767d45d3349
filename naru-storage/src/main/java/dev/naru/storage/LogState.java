package dev.naru.storage;

import dev.naru.common.TopicPartition;
import dev.naru.common.runtime.EventLoop;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * What the parts of a {@link Log} share: where it is, its segments with the epochs and producers that follow from them, and
 * how far it reaches. Whatever a part has done to the log it says here.
 *
 * <p>Threading: confined to the partition's loop; offsets and size may be read from any thread.
 */
final class LogState {
    private final LogPlace place;
    private final LogContext context;
    private final EventLoop loop;
    private final Segments segments;
    private final LeaderEpochs epochs;
    private final ProducerStates producers;
    private final ProducerSnapshots snapshots;
    private final LogWork work;
    private final LateAppends lateAppends = new LateAppends();

    private LogConfig config;
    private long highWatermark;
    /** Bytes of the sealed segments. */
    private long sealedBytes;
    /** Something was written since the last clean stop. */
    private boolean changed;

    private long truncations;
    private boolean closed;

    private volatile long logStartOffset;
    private volatile long logEndOffset;
    private volatile long recoveryPoint;
    private volatile long sizeBytes;

    LogState(LogPlace place, LogContext context, LogHome home, LogContents contents) {
        this.place = place;
        this.context = context;
        this.loop = home.loop();
        this.config = home.config();
        this.segments = contents.segments();
        this.epochs = contents.epochs();
        this.producers = contents.producers();
        this.snapshots = new ProducerSnapshots(context.disk(), place.folder());
        this.work = new LogWork(context.ioPool(), loop);
        this.changed = contents.recovered();
        this.logStartOffset = contents.logStartOffset();
        this.logEndOffset = segments.active().nextOffset();
        this.recoveryPoint = contents.recoveryPoint();
        this.highWatermark = logStartOffset;
        onSegmentsChanged();
    }

    LogPlace place() {
        return place;
    }

    TopicPartition partition() {
        return place.partition();
    }

    LogFolder folder() {
        return place.folder();
    }

    LogDirectory directory() {
        return place.directory();
    }

    /** What it shares with other logs. */
    LogContext context() {
        return context;
    }

    EventLoop loop() {
        return loop;
    }

    long nowMs() {
        return loop.clock().wallMs();
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

    ProducerSnapshots snapshots() {
        return snapshots;
    }

    LogWork work() {
        return work;
    }

    LogConfig config() {
        return config;
    }

    void setConfig(LogConfig newConfig) {
        config = newConfig;
    }

    long logStartOffset() {
        return logStartOffset;
    }

    long logEndOffset() {
        return logEndOffset;
    }

    long recoveryPoint() {
        return recoveryPoint;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    long highWatermark() {
        return highWatermark;
    }

    /** How often it has been cut: what was begun before is void. */
    long truncations() {
        return truncations;
    }

    boolean isClosed() {
        return closed;
    }

    /** True if not all of it is known to be on disk. */
    boolean isDirty() {
        return changed || recoveryPoint != logEndOffset;
    }

    void onHighWatermark(long newHighWatermark) {
        highWatermark = newHighWatermark;
        producers.onHighWatermark(newHighWatermark);
    }

    void onLeaderEpoch(int leaderEpoch) {
        epochs.assign(leaderEpoch, logEndOffset);
        changed |= epochs.isDirty();
    }

    /** The active segment has grown. */
    void onAppended(long newLogEndOffset) {
        changed = true;
        lateAppends.onAppended(loop.clock().nanos());
        sizeBytes = sealedBytes + segments.active().sizeBytes();
        logEndOffset = newLogEndOffset;
    }

    /** The set of segments has changed. */
    void onSegmentsChanged() {
        sealedBytes = segments.sizeBytes() - segments.active().sizeBytes();
        sizeBytes = sealedBytes + segments.active().sizeBytes();
    }

    void onFlushed(long upToOffset) {
        recoveryPoint = Math.max(recoveryPoint, Math.min(upToOffset, logEndOffset));
    }

    /** It is about to be cut: what lies at {@code offset} and behind it cannot be vouched for any more. */
    void onTruncating(long offset) {
        truncations++;
        recoveryPoint = Math.min(recoveryPoint, offset);
    }

    /** The log ends earlier, or somewhere else altogether. */
    void onTruncated(long newLogEndOffset) {
        changed = true;
        onSegmentsChanged();
        logEndOffset = newLogEndOffset;
        highWatermark = Math.min(highWatermark, newLogEndOffset);
    }

    void moveStartTo(long offset) {
        logStartOffset = offset;
        changed = true;
        epochs.truncateFromStart(offset);
    }

    /** It is being stopped or deleted: nobody may use it any more. */
    void onClosing() {
        closed = true;
    }

    /** True if what lies there was appended lately, so that the page cache is likely to have it still. */
    boolean isLatelyWritten(Segment segment, int position) {
        return lateAppends.cover(segments, segment, position, loop.clock().nanos());
    }

    /** Runs work for this log on the I/O pool; its folder keeps its name meanwhile. */
    <T> void submit(Callable<T> task, Consumer<T> done, Consumer<Throwable> failed) {
        work.submit(task, done, failed);
    }

    /** Takes the directory offline; the result is to be thrown. */
    LogOfflineException fail(Throwable cause) {
        return place.directory().becomeOffline(cause);
    }

    void checkOpen() throws LogOfflineException {
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
}
