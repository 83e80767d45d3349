package dev.naru.storage;

import dev.naru.record.BatchView;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indexes of a segment by offset and by time, which get an entry for about every {@code index.interval.bytes} of batches.
 *
 * <p>They are hints. Whatever one says is compared with the batch it points at, and an index that is wrong is made anew from
 * the batches.
 *
 * <p>Threading: confined to the segment's owner.
 */
final class SegmentIndexes {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentIndexes.class);

    private static final long NOT_LOADED = -2;

    private final BatchFile batches;
    private final OffsetIndex offsets;
    private final TimeIndex times;
    private final int intervalBytes;

    private int bytesSinceEntry;
    private long maxTimestampMs;
    private long maxTimestampOffset;
    private boolean sealed;

    /**
     * @param isNew there are no batches yet; else the indexes are those of a sealed segment
     */
    SegmentIndexes(BatchFile batches, OffsetIndex offsets, TimeIndex times, int intervalBytes, boolean isNew) {
        this.batches = batches;
        this.offsets = offsets;
        this.times = times;
        this.intervalBytes = intervalBytes;
        this.maxTimestampMs = isNew ? BatchView.NO_TIMESTAMP : NOT_LOADED;
        this.sealed = !isNew;
    }

    /** Takes in a batch that is in the file at {@code position}, after all others. */
    void add(BatchView batch, int position) throws IOException {
        if (batch.maxTimestamp() > maxTimestampMs) {
            maxTimestampMs = batch.maxTimestamp();
            maxTimestampOffset = batch.lastOffset();
        }
        if (bytesSinceEntry > intervalBytes) {
            offsets.append(batch.lastOffset(), position);
            times.appendIfLater(maxTimestampMs, maxTimestampOffset);
            bytesSinceEntry = 0;
        }
        bytesSinceEntry += batch.sizeBytes();
    }

    /**
     * Goes on where they end: takes in the batches behind the last entry, so that more can be added.
     *
     * @return the offset after the last batch
     */
    long resume() throws IOException, DamagedLogException {
        maxTimestampMs();
        sealed = false;
        OffsetIndex.Entry last = offsets.lastEntry();
        if (last != null && !isTrue(last)) {
            rebuild("offset");
            last = offsets.lastEntry();
        }
        int from = last == null ? 0 : last.position();
        bytesSinceEntry = 0;
        try (BatchScanner scanner = batches.scan(from, BatchScanner.LOOKUP_BUFFER_BYTES)) {
            while (scanner.next()) {
                if (last != null && scanner.position() == from) {
                    bytesSinceEntry = scanner.batch().sizeBytes();
                } else {
                    add(scanner.batch(), scanner.position());
                }
            }
            scanner.requireEnd();
            return scanner.nextOffset();
        }
    }

    boolean areSealed() {
        return sealed;
    }

    /** True if one more entry might make one of them larger than {@code sizeBytesMax}. */
    boolean areFull(int sizeBytesMax) throws IOException {
        return offsets.entries().isFull(sizeBytesMax) || times.entries().isFull(sizeBytesMax);
    }

    /** The first batch that ends at {@code offset} or later; null if there is none. */
    @Nullable
    BatchPosition find(long offset) throws IOException, DamagedLogException {
        OffsetIndex.Entry entry = offsets.floorEntry(offset);
        if (entry != null && !isTrue(entry)) {
            rebuild("offset");
            entry = offsets.floorEntry(offset);
        }
        int from = entry == null ? 0 : entry.position();
        try (BatchScanner scanner = batches.scan(from, BatchScanner.LOOKUP_BUFFER_BYTES)) {
            while (scanner.next()) {
                if (scanner.batch().lastOffset() >= offset) {
                    return new BatchPosition(scanner.position(), scanner.batch().sizeBytes());
                }
            }
            scanner.requireEnd();
            return null;
        }
    }

    private boolean isTrue(OffsetIndex.Entry entry) throws IOException {
        if (entry.position() < 0 || entry.position() >= batches.sizeBytes()) {
            return false;
        }
        try (BatchScanner scanner = batches.scanOne(entry.position())) {
            return scanner.next() && scanner.batch().lastOffset() == entry.lastOffset();
        }
    }

    /** An offset at or before what is at {@code position}, as near as the index tells. */
    long offsetNear(int position) throws IOException {
        int before = offsets.countBefore(position + 1);
        return before == 0 ? batches.baseOffset() : offsets.entry(before - 1).lastOffset();
    }

    /** An offset beyond all records of the batches that begin before {@code position}; -1 if the index does not tell. */
    long offsetBeyond(int position) throws IOException {
        int before = offsets.countBefore(position);
        if (before == offsets.entries().count()) {
            return -1;
        }
        OffsetIndex.Entry entry = offsets.entry(before);
        return entry.position() >= position && isTrue(entry) ? entry.lastOffset() : -1;
    }

    /** Where to look for the first record with this timestamp or a later one: no earlier batch has it. */
    int searchPosition(long timestampMs) throws IOException, DamagedLogException {
        TimeIndex.Entry entry = times.floorEntry(timestampMs);
        if (entry == null) {
            return 0;
        }
        BatchPosition batch = find(entry.lastOffset());
        if (batch == null || !isTrue(entry, batch)) {
            rebuild("time");
            entry = times.floorEntry(timestampMs);
            batch = entry == null ? null : find(entry.lastOffset());
        }
        return batch == null ? 0 : batch.position();
    }

    private boolean isTrue(TimeIndex.Entry entry, BatchPosition at) throws IOException {
        try (BatchScanner scanner = batches.scanOne(at.position())) {
            return scanner.next()
                    && scanner.batch().lastOffset() == entry.lastOffset()
                    && scanner.batch().maxTimestamp() == entry.timestampMs();
        }
    }

    /** The largest timestamp of the segment's records, -1 if there is none. */
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
        TimeIndex.Entry last = times.lastEntry();
        BatchPosition batch = last == null ? null : find(last.lastOffset());
        if (last != null && batch != null && isTrue(last, batch) && !hasLaterTimestamp(batch, last.timestampMs())) {
            maxTimestampMs = last.timestampMs();
            maxTimestampOffset = last.lastOffset();
        } else if (batches.sizeBytes() == 0) {
            maxTimestampMs = BatchView.NO_TIMESTAMP;
        } else {
            rebuild("time");
        }
    }

    /** True if a batch behind this one has a larger timestamp: then the index has lost its end. */
    private boolean hasLaterTimestamp(BatchPosition from, long timestampMs) throws IOException, DamagedLogException {
        try (BatchScanner scanner = batches.scan(from.position(), BatchScanner.LOOKUP_BUFFER_BYTES)) {
            while (scanner.next()) {
                if (scanner.batch().maxTimestamp() > timestampMs) {
                    return true;
                }
            }
            scanner.requireEnd();
            return false;
        }
    }

    /** Makes both anew from the batches. Reads all headers; after damage only, and what is before that is indexed. */
    void rebuild(String which) throws IOException, DamagedLogException {
        LOG.warn("index does not fit its log, rebuilding: file={} index={}", batches.file(), which);
        clear();
        try (BatchScanner scanner = batches.scan(0, BatchScanner.WALK_BUFFER_BYTES)) {
            while (scanner.next()) {
                add(scanner.batch(), scanner.position());
            }
            scanner.requireEnd();
        }
        if (sealed) {
            seal();
        }
    }

    /** Drops the entries of batches that end at {@code offset} or later, which are gone; {@link #resume} comes next. */
    void truncateToOffset(long offset) throws IOException {
        offsets.entries().truncateToOffset(offset);
        times.entries().truncateToOffset(offset);
        maxTimestampMs = NOT_LOADED;
    }

    /** Drops all entries: there is no batch. */
    void clear() throws IOException {
        offsets.entries().clear();
        times.entries().clear();
        maxTimestampMs = BatchView.NO_TIMESTAMP;
        maxTimestampOffset = 0;
        bytesSinceEntry = 0;
    }

    /** Clears them, to be made anew by whoever tells them each batch. */
    void restart() throws IOException {
        clear();
        sealed = false;
    }

    /** Brings the files up to date with the batches. */
    void write() throws IOException {
        if (batches.sizeBytes() > 0) {
            times.appendIfLater(maxTimestampMs, maxTimestampOffset);
        }
        offsets.entries().writeTail();
        times.entries().writeTail();
    }

    /** Nothing is added any more: completes them and lets go of memory. */
    void seal() throws IOException {
        sealed = true;
        write();
        offsets.entries().seal();
        times.entries().seal();
    }

    List<LogFile> files() {
        return List.of(offsets.entries().file(), times.entries().file());
    }
}
