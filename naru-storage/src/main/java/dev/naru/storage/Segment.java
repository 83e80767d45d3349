package dev.naru.storage;

import dev.naru.common.Invariant;
import dev.naru.record.BatchView;
import dev.naru.record.Batches;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stretch of a log: one {@code .log} file of batches, with an index by offset and one by time. The last segment of a log
 * is the active one and grows; the others are sealed.
 *
 * <p>The indexes are hints. Whatever one says is compared with the batch it points at, and an index that is wrong is made
 * anew from the batches.
 *
 * <p>Threading: confined to the log's owner.
 */
final class Segment {
    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

    private static final long NOT_LOADED = -2;

    private final long baseOffset;
    private final LogFile file;
    private final OffsetIndex offsetIndex;
    private final TimeIndex timeIndex;
    private final TransactionIndex transactionIndex;
    private final long createdMs;
    private final int indexIntervalBytes;

    private int sizeBytes;
    private long nextOffset;
    private long firstTimestampMs = BatchView.NO_TIMESTAMP;
    private long maxTimestampMs = BatchView.NO_TIMESTAMP;
    private long maxTimestampOffset;
    private int bytesSinceIndexEntry;
    private boolean sealed;
    private @Nullable RecentBatches recent;

    private Segment(FileCache cache, LogFolder folder, long baseOffset, int storedBytes, LogConfig config, long nowMs) {
        this.baseOffset = baseOffset;
        this.file = new LogFile(cache, folder, baseOffset, FileKind.LOG);
        LogFile offsets = new LogFile(cache, folder, baseOffset, FileKind.OFFSET_INDEX);
        this.offsetIndex = new OffsetIndex(offsets, baseOffset, storedBytes);
        LogFile times = new LogFile(cache, folder, baseOffset, FileKind.TIME_INDEX);
        this.timeIndex = new TimeIndex(times, baseOffset, storedBytes);
        LogFile transactions = new LogFile(cache, folder, baseOffset, FileKind.TRANSACTION_INDEX);
        this.transactionIndex = new TransactionIndex(transactions, storedBytes);
        this.indexIntervalBytes = config.indexIntervalBytes();
        this.createdMs = nowMs;
        this.nextOffset = baseOffset;
    }

    /** A new, empty segment; files of its names, left over from a crash, are emptied. */
    static Segment create(FileCache cache, LogFolder folder, long baseOffset, LogConfig config, long nowMs)
            throws IOException {
        Segment segment = new Segment(cache, folder, baseOffset, 0, config, nowMs);
        OpenFile open = segment.file.hold();
        try {
            open.file().truncate(0);
        } finally {
            open.release();
        }
        segment.clearIndexes();
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
        Segment segment = new Segment(cache, folder, baseOffset, -1, config, nowMs);
        segment.sizeBytes = sizeBytes;
        segment.nextOffset = nextOffset;
        segment.maxTimestampMs = NOT_LOADED;
        segment.sealed = true;
        return segment;
    }

    long baseOffset() {
        return baseOffset;
    }

    /** The offset after its last batch; of a sealed segment, at most the next one's base offset. */
    long nextOffset() {
        return nextOffset;
    }

    int sizeBytes() {
        return sizeBytes;
    }

    long createdMs() {
        return createdMs;
    }

    LogFile file() {
        return file;
    }

    OffsetIndex offsetIndex() {
        return offsetIndex;
    }

    TimeIndex timeIndex() {
        return timeIndex;
    }

    TransactionIndex transactionIndex() {
        return transactionIndex;
    }

    /** The largest timestamp of its first batch, -1 if it is empty or has none. */
    long firstTimestampMs() {
        return firstTimestampMs;
    }

    boolean isSealed() {
        return sealed;
    }

    /** Writes whole, stamped batches to the end of the file, then indexes them. */
    void append(ByteBuffer batches, Batches walker) throws IOException {
        Invariant.check(!sealed, "a sealed segment does not grow");
        int position = sizeBytes;
        OpenFile open = file.hold();
        try {
            open.file().write(batches.duplicate(), position);
        } finally {
            open.release();
        }
        if (recent == null) {
            recent = new RecentBatches();
        }
        walker.reset(batches);
        while (walker.next()) {
            BatchView batch = walker.batch();
            recent.add(batch.lastOffset(), sizeBytes, batch.sizeBytes());
            addBatch(batch, sizeBytes);
        }
    }

    /** Takes in a batch that is in the file at {@code position}, after all others. */
    void addBatch(BatchView batch, int position) throws IOException {
        long timestampMs = batch.maxTimestamp();
        if (position == 0) {
            firstTimestampMs = timestampMs;
        }
        if (timestampMs > maxTimestampMs) {
            maxTimestampMs = timestampMs;
            maxTimestampOffset = batch.lastOffset();
        }
        if (bytesSinceIndexEntry > indexIntervalBytes) {
            offsetIndex.append(batch.lastOffset(), position);
            timeIndex.appendIfLater(maxTimestampMs, maxTimestampOffset);
            bytesSinceIndexEntry = 0;
        }
        bytesSinceIndexEntry += batch.sizeBytes();
        sizeBytes = position + batch.sizeBytes();
        nextOffset = batch.nextOffset();
    }

    /**
     * Goes on with a segment that was stopped cleanly: reads no further back than the last index entry.
     *
     * @throws DamagedLogException if the file does not end with a whole batch
     */
    void becomeActive() throws IOException, DamagedLogException {
        int end = sizeBytes;
        maxTimestampMs();
        sealed = false;
        OpenFile open = file.hold();
        try {
            OffsetIndex.Entry last = offsetIndex.lastEntry();
            if (last != null && !isTrue(open, last)) {
                rebuildIndexes("offset");
                last = offsetIndex.lastEntry();
            }
            int from = last == null ? 0 : last.position();
            BatchScanner scanner =
                    new BatchScanner(open.file(), from, end, baseOffset, BatchScanner.LOOKUP_BUFFER_BYTES);
            nextOffset = baseOffset;
            while (scanner.next()) {
                if (last != null && scanner.position() == from) {
                    nextOffset = scanner.batch().nextOffset();
                    bytesSinceIndexEntry = scanner.batch().sizeBytes();
                } else {
                    addBatch(scanner.batch(), scanner.position());
                }
            }
            requireEnd(scanner);
            if (end > 0) {
                BatchScanner first = new BatchScanner(open.file(), 0, end, baseOffset, BatchView.HEADER_SIZE_BYTES);
                firstTimestampMs = first.next() ? first.batch().maxTimestamp() : BatchView.NO_TIMESTAMP;
            }
        } finally {
            sizeBytes = end;
            open.release();
        }
    }

    /** Cuts it so that it ends before the batch that holds {@code offset}, and becomes active. */
    void truncateTo(long offset) throws IOException, DamagedLogException {
        BatchPosition cut = find(offset);
        if (cut != null) {
            offsetIndex.truncateToOffset(offset);
            timeIndex.truncateToOffset(offset);
            transactionIndex.truncateToOffset(offset);
            OpenFile open = file.hold();
            try {
                open.file().truncate(cut.position());
            } finally {
                open.release();
            }
            sizeBytes = cut.position();
            maxTimestampMs = NOT_LOADED;
        }
        if (recent != null) {
            recent.clear();
        }
        becomeActive();
    }

    /** True if an offset can be written into the indexes as a distance from the base offset. */
    boolean canHold(long offset) {
        return offset - baseOffset <= Integer.MAX_VALUE;
    }

    /** Nothing is appended any more: completes the indexes and lets go of memory. */
    void seal() throws IOException {
        sealed = true;
        recent = null;
        writeIndexes();
        offsetIndex.entries().seal();
        timeIndex.entries().seal();
    }

    /** Brings the index files up to date with the log file. */
    void writeIndexes() throws IOException {
        if (sizeBytes > 0) {
            timeIndex.appendIfLater(maxTimestampMs, maxTimestampOffset);
        }
        offsetIndex.entries().writeTail();
        timeIndex.entries().writeTail();
    }

    /** The first batch that ends at {@code offset} or later; null if there is none. */
    @Nullable
    BatchPosition find(long offset) throws IOException, DamagedLogException {
        if (offset >= nextOffset && !sealed) {
            return null;
        }
        if (recent != null) {
            int age = recent.ageOf(offset);
            if (age >= 0) {
                return new BatchPosition(recent.positionOf(age), recent.sizeBytesOf(age));
            }
        }
        OpenFile open = file.hold();
        try {
            BatchScanner scanner = scannerFor(open, offset);
            while (scanner.next()) {
                if (scanner.batch().lastOffset() >= offset) {
                    return new BatchPosition(scanner.position(), scanner.batch().sizeBytes());
                }
            }
            requireEnd(scanner);
            return null;
        } finally {
            open.release();
        }
    }

    /** A scanner that has not yet passed the first batch that ends at {@code offset} or later. */
    private BatchScanner scannerFor(OpenFile open, long offset) throws IOException, DamagedLogException {
        OffsetIndex.Entry entry = offsetIndex.floorEntry(offset);
        if (entry != null && !isTrue(open, entry)) {
            rebuildIndexes("offset");
            entry = offsetIndex.floorEntry(offset);
        }
        int from = entry == null ? 0 : entry.position();
        return new BatchScanner(open.file(), from, sizeBytes, baseOffset, BatchScanner.LOOKUP_BUFFER_BYTES);
    }

    private boolean isTrue(OpenFile open, OffsetIndex.Entry entry) throws IOException {
        if (entry.position() < 0 || entry.position() >= sizeBytes) {
            return false;
        }
        BatchScanner scanner =
                new BatchScanner(open.file(), entry.position(), sizeBytes, baseOffset, BatchView.HEADER_SIZE_BYTES);
        return scanner.next() && scanner.batch().lastOffset() == entry.lastOffset();
    }

    /** An offset at or before what is at {@code position}, as near as the index tells. */
    long offsetNear(int position) throws IOException {
        int before = offsetIndex.countBefore(position + 1);
        return before == 0 ? baseOffset : offsetIndex.entry(before - 1).lastOffset();
    }

    /** An offset beyond all records of the batches that begin before {@code position}, as near as the index tells. */
    long offsetBeyond(int position) throws IOException {
        int before = offsetIndex.countBefore(position);
        if (before == offsetIndex.entries().count()) {
            return nextOffset;
        }
        OffsetIndex.Entry entry = offsetIndex.entry(before);
        OpenFile open = file.hold();
        try {
            return entry.position() >= position && isTrue(open, entry) ? entry.lastOffset() : nextOffset;
        } finally {
            open.release();
        }
    }

    /** Where to look for the first record with this timestamp or a later one: no earlier batch has it. */
    int searchPosition(long timestampMs) throws IOException, DamagedLogException {
        TimeIndex.Entry entry = timeIndex.floorEntry(timestampMs);
        if (entry == null) {
            return 0;
        }
        BatchPosition batch = find(entry.lastOffset());
        if (batch == null || !isTrue(entry, batch)) {
            rebuildIndexes("time");
            entry = timeIndex.floorEntry(timestampMs);
            batch = entry == null ? null : find(entry.lastOffset());
        }
        return batch == null ? 0 : batch.position();
    }

    private boolean isTrue(TimeIndex.Entry entry, BatchPosition at) throws IOException {
        OpenFile open = file.hold();
        try {
            BatchScanner scanner =
                    new BatchScanner(open.file(), at.position(), sizeBytes, baseOffset, BatchView.HEADER_SIZE_BYTES);
            return scanner.next()
                    && scanner.batch().lastOffset() == entry.lastOffset()
                    && scanner.batch().maxTimestamp() == entry.timestampMs();
        } finally {
            open.release();
        }
    }

    /** The largest timestamp of its records, -1 if there is none. */
    long maxTimestampMs() throws IOException, DamagedLogException {
        if (maxTimestampMs == NOT_LOADED) {
            loadMaxTimestamp();
        }
        return maxTimestampMs;
    }

    /** Offset of the last record of the first batch with the largest timestamp. */
    long maxTimestampOffset() throws IOException, DamagedLogException {
        maxTimestampMs();
        return maxTimestampOffset;
    }

    private void loadMaxTimestamp() throws IOException, DamagedLogException {
        TimeIndex.Entry last = timeIndex.lastEntry();
        BatchPosition batch = last == null ? null : find(last.lastOffset());
        if (last != null && batch != null && isTrue(last, batch) && !hasLaterTimestamp(batch, last.timestampMs())) {
            maxTimestampMs = last.timestampMs();
            maxTimestampOffset = last.lastOffset();
        } else if (sizeBytes == 0) {
            maxTimestampMs = BatchView.NO_TIMESTAMP;
        } else {
            rebuildIndexes("time");
        }
    }

    /** True if a batch behind this one has a larger timestamp: then the index has lost its end. */
    private boolean hasLaterTimestamp(BatchPosition from, long timestampMs) throws IOException, DamagedLogException {
        OpenFile open = file.hold();
        try {
            BatchScanner scanner = new BatchScanner(
                    open.file(), from.position(), sizeBytes, baseOffset, BatchScanner.LOOKUP_BUFFER_BYTES);
            while (scanner.next()) {
                if (scanner.batch().maxTimestamp() > timestampMs) {
                    return true;
                }
            }
            requireEnd(scanner);
            return false;
        } finally {
            open.release();
        }
    }

    /** Makes both indexes anew from the batches. Reads all headers; after damage only. */
    void rebuildIndexes(String which) throws IOException, DamagedLogException {
        LOG.warn("index does not fit its log, rebuilding: file={} index={}", file, which);
        boolean wasSealed = sealed;
        int end = sizeBytes;
        clearIndexes();
        OpenFile open = file.hold();
        try {
            BatchScanner scanner = new BatchScanner(open.file(), 0, end, baseOffset, BatchScanner.WALK_BUFFER_BYTES);
            while (scanner.next()) {
                addBatch(scanner.batch(), scanner.position());
            }
            requireEnd(scanner);
        } finally {
            // Also after damage: what is before it has been indexed, and the file is as long as it was.
            sizeBytes = end;
            open.release();
        }
        if (wasSealed) {
            seal();
        }
    }

    private void requireEnd(BatchScanner scanner) throws DamagedLogException {
        if (scanner.problem() != null) {
            throw new DamagedLogException("file=" + file + " position=" + scanner.position() + " offset="
                    + scanner.nextOffset() + " reason=" + scanner.problem());
        }
    }

    private void clearIndexes() throws IOException {
        offsetIndex.entries().clear();
        timeIndex.entries().clear();
        maxTimestampMs = BatchView.NO_TIMESTAMP;
        maxTimestampOffset = 0;
        bytesSinceIndexEntry = 0;
    }

    /** Forgets what is known of the content, to be told batch by batch: {@link #addBatch}. */
    void restart() throws IOException {
        clearIndexes();
        transactionIndex.clear();
        firstTimestampMs = BatchView.NO_TIMESTAMP;
        sizeBytes = 0;
        nextOffset = baseOffset;
        sealed = false;
        recent = null;
    }

    /** Deletes its indexes now. */
    void deleteIndexes() throws IOException {
        offsetIndex.entries().file().delete();
        timeIndex.entries().file().delete();
        transactionIndex.file().delete();
    }

    /** All its files that may exist. */
    List<LogFile> files() {
        return List.of(file, offsetIndex.entries().file(), timeIndex.entries().file(), transactionIndex.file());
    }
}
