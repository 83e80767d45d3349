package dev.naru.storage;

import dev.naru.common.Invariant;
import dev.naru.record.BatchView;
import dev.naru.record.Batches;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a log: one {@code .log} file of batches, with an index by offset, one by time, and one of the transactions
 * that were aborted in it. The last segment of a log is the active one and grows; the others are sealed.
 *
 * <p>Threading: confined to the log's owner.
 */
final class Segment {
    private final BatchFile batches;
    private final SegmentIndexes indexes;
    private final TransactionIndex transactionIndex;
    private final long createdMs;

    private long nextOffset;
    private long firstTimestampMs = BatchView.NO_TIMESTAMP;
    private @Nullable RecentBatches recent;

    private Segment(FileCache cache, LogFolder folder, BatchFile batches, boolean isNew, LogConfig config, long nowMs) {
        long baseOffset = batches.baseOffset();
        int storedBytes = isNew ? 0 : -1;
        this.batches = batches;
        LogFile offsets = new LogFile(cache, folder, baseOffset, FileKind.OFFSET_INDEX);
        LogFile times = new LogFile(cache, folder, baseOffset, FileKind.TIME_INDEX);
        this.indexes = new SegmentIndexes(
                batches,
                new OffsetIndex(offsets, baseOffset, storedBytes),
                new TimeIndex(times, baseOffset, storedBytes),
                config.segment().indexIntervalBytes(),
                isNew);
        LogFile transactions = new LogFile(cache, folder, baseOffset, FileKind.TRANSACTION_INDEX);
        this.transactionIndex = new TransactionIndex(transactions, storedBytes);
        this.createdMs = nowMs;
        this.nextOffset = baseOffset;
    }

    /** A new, empty segment; files of its names, left over from a crash, are emptied. */
    static Segment create(FileCache cache, LogFolder folder, long baseOffset, LogConfig config, long nowMs)
            throws IOException {
        BatchFile batches = new BatchFile(new LogFile(cache, folder, baseOffset, FileKind.LOG), baseOffset, 0);
        Segment segment = new Segment(cache, folder, batches, true, config, nowMs);
        batches.truncateTo(0);
        segment.indexes.clear();
        segment.transactionIndex.clear();
        return segment;
    }

    /** A segment on disk, sealed until {@link #becomeActive}. */
    static Segment open(
            FileCache cache,
            LogFolder folder,
            long baseOffset,
            int sizeBytes,
            long nextOffset,
            LogConfig config,
            long nowMs) {
        BatchFile batches = new BatchFile(new LogFile(cache, folder, baseOffset, FileKind.LOG), baseOffset, sizeBytes);
        Segment segment = new Segment(cache, folder, batches, false, config, nowMs);
        segment.nextOffset = nextOffset;
        return segment;
    }

    long baseOffset() {
        return batches.baseOffset();
    }

    /** The offset after its last batch; of a sealed segment, at most the next one's base offset. */
    long nextOffset() {
        return nextOffset;
    }

    int sizeBytes() {
        return batches.sizeBytes();
    }

    long createdMs() {
        return createdMs;
    }

    LogFile file() {
        return batches.file();
    }

    SegmentIndexes indexes() {
        return indexes;
    }

    TransactionIndex transactionIndex() {
        return transactionIndex;
    }

    /** The largest timestamp of its first batch, -1 if it is empty or has none. */
    long firstTimestampMs() {
        return firstTimestampMs;
    }

    /** The largest timestamp of its records, -1 if there is none. */
    long maxTimestampMs() throws IOException, DamagedLogException {
        return indexes.maxTimestampMs();
    }

    boolean isSealed() {
        return indexes.areSealed();
    }

    /** Writes whole, stamped batches to the end of the file, then indexes them. */
    void append(ByteBuffer added, Batches walker) throws IOException {
        Invariant.check(!isSealed(), "a sealed segment does not grow");
        batches.write(added);
        if (recent == null) {
            recent = new RecentBatches();
        }
        walker.reset(added);
        while (walker.next()) {
            BatchView batch = walker.batch();
            recent.add(batch.lastOffset(), sizeBytes(), batch.sizeBytes());
            addBatch(batch, sizeBytes());
        }
    }

    /** Takes in a batch that is in the file at {@code position}, after all others. */
    void addBatch(BatchView batch, int position) throws IOException {
        if (position == 0) {
            firstTimestampMs = batch.maxTimestamp();
        }
        indexes.add(batch, position);
        batches.extendTo(position + batch.sizeBytes());
        nextOffset = batch.nextOffset();
    }

    /**
     * Goes on with a segment that was stopped cleanly: reads no further back than the last index entry.
     *
     * @throws DamagedLogException if the file does not end with a whole batch
     */
    void becomeActive() throws IOException, DamagedLogException {
        nextOffset = indexes.resume();
        if (sizeBytes() > 0) {
            try (BatchScanner first = batches.scanOne(0)) {
                firstTimestampMs = first.next() ? first.batch().maxTimestamp() : BatchView.NO_TIMESTAMP;
            }
        }
    }

    /** Cuts it so that it ends before the batch that holds {@code offset}, and becomes active. */
    void truncateTo(long offset) throws IOException, DamagedLogException {
        BatchPosition cut = find(offset);
        if (cut != null) {
            indexes.truncateToOffset(offset);
            transactionIndex.truncateToOffset(offset);
            batches.truncateTo(cut.position());
        }
        if (recent != null) {
            recent.clear();
        }
        becomeActive();
    }

    /** True if an offset can be written into the indexes as a distance from the base offset. */
    boolean canHold(long offset) {
        return offset - baseOffset() <= Integer.MAX_VALUE;
    }

    /** Nothing is appended any more: completes the indexes and lets go of memory. */
    void seal() throws IOException {
        recent = null;
        indexes.seal();
    }

    /** The first batch that ends at {@code offset} or later; null if there is none. */
    @Nullable
    BatchPosition find(long offset) throws IOException, DamagedLogException {
        if (offset >= nextOffset && !isSealed()) {
            return null;
        }
        int age = recent == null ? -1 : recent.ageOf(offset);
        if (recent != null && age >= 0) {
            return new BatchPosition(recent.positionOf(age), recent.sizeBytesOf(age));
        }
        return indexes.find(offset);
    }

    /** Reads the batches that begin at {@code position} or later. */
    BatchScanner scan(int position, int bufferBytes) throws IOException {
        return batches.scan(position, bufferBytes);
    }

    /** An offset beyond all records of the batches that begin before {@code position}, as near as the index tells. */
    long offsetBeyond(int position) throws IOException {
        long indexed = indexes.offsetBeyond(position);
        return indexed < 0 ? nextOffset : indexed;
    }

    /** Forgets what is known of the content, to be told batch by batch: {@link #addBatch}. */
    void restart() throws IOException {
        indexes.restart();
        transactionIndex.clear();
        batches.forget();
        firstTimestampMs = BatchView.NO_TIMESTAMP;
        nextOffset = baseOffset();
        recent = null;
    }

    /** Deletes its files now. */
    void delete() throws IOException {
        for (LogFile file : files()) {
            file.delete();
        }
    }

    /** All its files that may exist. */
    List<LogFile> files() {
        List<LogFile> files = new ArrayList<>();
        files.add(file());
        files.addAll(indexes.files());
        files.add(transactionIndex.file());
        return files;
    }
}
