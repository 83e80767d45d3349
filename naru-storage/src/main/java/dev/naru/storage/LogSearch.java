package dev.naru.storage;

import dev.naru.record.BatchView;
import dev.naru.record.CorruptBatchException;
import dev.naru.record.RecordReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for records by their timestamps. Segment and position are found on the loop, by the indexes; the batches from
 * there on are read on the I/O pool.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class LogSearch {
    private final LogState log;

    LogSearch(LogState log) {
        this.log = log;
    }

    void findByTimestamp(long timestampMs, Consumer<@Nullable TimestampOffset> done, Consumer<Throwable> failed) {
        findFrom(log.logStartOffset(), timestampMs, done, failed);
    }

    /** Looks through the segments that end behind {@code fromOffset}, one after the other. */
    private void findFrom(
            long fromOffset, long timestampMs, Consumer<@Nullable TimestampOffset> done, Consumer<Throwable> failed) {
        if (!log.isOpen(failed)) {
            return;
        }
        try {
            for (Segment segment : log.segments().all()) {
                boolean isReadable = segment.nextOffset() > Math.max(fromOffset, log.logStartOffset());
                if (isReadable && segment.maxTimestampMs() >= timestampMs) {
                    boolean isLast = segment == log.segments().active();
                    long nextOffset = segment.nextOffset();
                    int position = segment.indexes().searchPosition(timestampMs);
                    Consumer<@Nullable TimestampOffset> next = found -> {
                        if (found != null || isLast) {
                            done.accept(found);
                        } else {
                            // All that has this time lies before the log's start; later segments may have it too.
                            findFrom(nextOffset, timestampMs, done, failed);
                        }
                    };
                    search(segment, position, timestampMs, next, failed);
                    return;
                }
            }
            done.accept(null);
        } catch (DamagedLogException e) {
            failed.accept(e);
        } catch (IOException e) {
            failed.accept(log.fail(e));
        }
    }

    void findMaxTimestamp(Consumer<@Nullable TimestampOffset> done, Consumer<Throwable> failed) {
        try {
            log.directory().checkOnline();
            Segment latest = null;
            for (Segment segment : log.segments().all()) {
                boolean isReadable = segment.nextOffset() > log.logStartOffset() && segment.maxTimestampMs() >= 0;
                if (isReadable && (latest == null || segment.maxTimestampMs() > latest.maxTimestampMs())) {
                    latest = segment;
                }
            }
            BatchPosition batch =
                    latest == null ? null : latest.find(latest.indexes().maxTimestampOffset());
            if (latest == null || batch == null) {
                done.accept(null);
            } else {
                search(latest, batch.position(), latest.maxTimestampMs(), done, failed);
            }
        } catch (DamagedLogException e) {
            failed.accept(e);
        } catch (IOException e) {
            failed.accept(log.fail(e));
        }
    }

    private void search(
            Segment segment,
            int position,
            long timestampMs,
            Consumer<@Nullable TimestampOffset> done,
            Consumer<Throwable> failed)
            throws IOException {
        OpenFile open = segment.file().hold();
        int end = segment.sizeBytes();
        long offsetMin = Math.max(log.logStartOffset(), segment.baseOffset());
        Callable<Found> work = () -> new Found(read(open, position, end, segment.baseOffset(), timestampMs, offsetMin));
        log.context().ioPool().submit(work, log.loop(), found -> done.accept(found.record), failed);
    }

    private static @Nullable TimestampOffset read(
            OpenFile open, int from, int end, long baseOffset, long timestampMs, long offsetMin)
            throws IOException, DamagedLogException {
        try (BatchScanner scanner = new BatchScanner(open, from, end, baseOffset, BatchScanner.WALK_BUFFER_BYTES)) {
            while (scanner.next()) {
                BatchView batch = scanner.batch();
                if (batch.maxTimestamp() >= timestampMs && batch.lastOffset() >= offsetMin) {
                    // Before memory is taken for it: its length may be what is wrong.
                    if (!scanner.isCrcValid()) {
                        throw new DamagedLogException("offset=" + batch.baseOffset() + " reason=checksum is wrong");
                    }
                    TimestampOffset found =
                            readBatch(open, scanner.position(), batch.sizeBytes(), timestampMs, offsetMin);
                    if (found != null) {
                        return found;
                    }
                }
            }
            // Behind damage may be what was asked for: "there is none" would send a consumer to the end.
            scanner.requireEnd();
            return null;
        }
    }

    private static @Nullable TimestampOffset readBatch(
            OpenFile open, int position, int sizeBytes, long timestampMs, long offsetMin)
            throws IOException, DamagedLogException {
        ByteBuffer buffer = ByteBuffer.allocate(sizeBytes);
        open.file().read(buffer, position);
        BatchView batch = new BatchView().wrap(buffer.flip(), 0);
        try (RecordReader records = new RecordReader().open(batch)) {
            while (records.next()) {
                if (records.timestamp() >= timestampMs && records.offset() >= offsetMin) {
                    return new TimestampOffset(records.timestamp(), records.offset(), batch.leaderEpoch());
                }
            }
            return null;
        } catch (CorruptBatchException e) {
            throw new DamagedLogException("offset=" + batch.baseOffset() + " reason=" + e.getMessage());
        }
    }

    private record Found(@Nullable TimestampOffset record) {}
}
