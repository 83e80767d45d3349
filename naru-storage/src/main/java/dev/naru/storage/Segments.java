package dev.naru.storage;

import dev.naru.common.Invariant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a log, oldest first; there is always at least one, and the last is the active one.
 *
 * <p>Threading: confined to the log's owner.
 */
final class Segments {
    private final ArrayList<Segment> inOrder = new ArrayList<>(1);

    void add(Segment segment) {
        Invariant.check(
                inOrder.isEmpty() || segment.baseOffset() > active().baseOffset(), "segments are added in order");
        inOrder.add(segment);
    }

    Segment active() {
        return inOrder.get(inOrder.size() - 1);
    }

    Segment first() {
        return inOrder.get(0);
    }

    int count() {
        return inOrder.size();
    }

    Segment get(int index) {
        return inOrder.get(index);
    }

    /** The last segment that begins at {@code offset} or before; -1 if there is none. */
    int floorIndex(long offset) {
        int low = 0;
        int high = inOrder.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (inOrder.get(middle).baseOffset() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** The segment after this one, or null if it is the active one. */
    @Nullable
    Segment after(int index) {
        return index + 1 < inOrder.size() ? inOrder.get(index + 1) : null;
    }

    /** Takes the oldest {@code count} away. */
    List<Segment> removeFirst(int count) {
        return removeRange(0, count);
    }

    /** Takes all from this one on away. */
    List<Segment> removeFrom(int index) {
        return removeRange(index, inOrder.size());
    }

    private List<Segment> removeRange(int from, int to) {
        List<Segment> range = inOrder.subList(from, to);
        List<Segment> removed = new ArrayList<>(range);
        range.clear();
        return removed;
    }

    List<Segment> all() {
        return Collections.unmodifiableList(inOrder);
    }

    /** False if no transaction with records at {@code fromOffset} or later was aborted. */
    boolean hasAbortedTransactions(long fromOffset) throws IOException {
        for (int i = Math.max(0, floorIndex(fromOffset)); i < inOrder.size(); i++) {
            if (inOrder.get(i).transactionIndex().isAnyStored()) {
                return true;
            }
        }
        return false;
    }

    /** The aborted transactions with records in this range. */
    List<AbortedTransaction> abortedTransactions(long fromOffset, long upToOffset) throws IOException {
        List<AbortedTransaction> result = new ArrayList<>();
        for (int i = Math.max(0, floorIndex(fromOffset)); i < inOrder.size(); i++) {
            for (AbortedTransaction each : inOrder.get(i).transactionIndex().entries()) {
                if (each.lastOffset() >= fromOffset && each.firstOffset() < upToOffset) {
                    result.add(each);
                }
                if (each.lastStableOffset() >= upToOffset) {
                    // Everything aborted later began after the range.
                    return result;
                }
            }
        }
        return result;
    }

    /** Bytes of all {@code .log} files. */
    long sizeBytes() {
        long total = 0;
        for (Segment segment : inOrder) {
            total += segment.sizeBytes();
        }
        return total;
    }
}
