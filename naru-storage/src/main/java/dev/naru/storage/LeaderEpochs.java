package dev.naru.storage;

import dev.naru.storage.CheckpointText.MalformedCheckpointException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which leader epoch begins at which offset: {@code leader-epoch-checkpoint}, a line is {@code epoch startOffset}. Both
 * grow from entry to entry.
 *
 * <p>The file need not be forced at every change: each batch carries its epoch, so recovery finds again what is beyond the
 * recovery point, and {@link #isDirty} says that the file is to be written before the recovery point moves.
 *
 * <p>Threading: confined to the partition's loop.
 */
final class LeaderEpochs {
    static final String FILE_NAME = "leader-epoch-checkpoint";

    private static final int UNKNOWN = -1;

    private int[] epochs = new int[0];
    private long[] startOffsets = new long[0];
    private int count;
    private boolean dirty;

    /** Reads the file's content. */
    static LeaderEpochs decode(byte[] content) throws MalformedCheckpointException {
        LeaderEpochs result = new LeaderEpochs();
        for (String[] fields : CheckpointText.decode(content, 2)) {
            long epoch = CheckpointText.number(fields[0]);
            long startOffset = CheckpointText.number(fields[1]);
            boolean grows = result.count == 0
                    || (epoch > result.latestEpoch() && startOffset >= result.startOffsets[result.count - 1]);
            if (epoch < 0 || epoch > Integer.MAX_VALUE || startOffset < 0 || !grows) {
                throw new MalformedCheckpointException("epochs and offsets must grow");
            }
            result.add((int) epoch, startOffset);
        }
        result.dirty = false;
        return result;
    }

    byte[] encode() {
        List<String> lines = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lines.add(epochs[i] + " " + startOffsets[i]);
        }
        return CheckpointText.encode(lines);
    }

    /** True if the file says something else. */
    boolean isDirty() {
        return dirty;
    }

    /** The content is about to be written. */
    void onEncoded() {
        dirty = false;
    }

    /** The latest epoch, -1 if there is none. */
    int latestEpoch() {
        return count == 0 ? UNKNOWN : epochs[count - 1];
    }

    /** A batch of this epoch is at {@code startOffset}; entries it contradicts go. */
    void assign(int epoch, long startOffset) {
        if (epoch < 0 || (epoch == latestEpoch() && startOffset >= startOffsets[count - 1])) {
            return;
        }
        while (count > 0 && (epochs[count - 1] >= epoch || startOffsets[count - 1] >= startOffset)) {
            count--;
        }
        add(epoch, startOffset);
    }

    private void add(int epoch, long startOffset) {
        if (count == epochs.length) {
            int capacity = Math.max(2, count * 2);
            epochs = Arrays.copyOf(epochs, capacity);
            startOffsets = Arrays.copyOf(startOffsets, capacity);
        }
        epochs[count] = epoch;
        startOffsets[count] = startOffset;
        count++;
        dirty = true;
    }

    /** The epoch of the record at {@code offset}, -1 if unknown. */
    int epochOf(long offset) {
        for (int i = count - 1; i >= 0; i--) {
            if (startOffsets[i] <= offset) {
                return epochs[i];
            }
        }
        return UNKNOWN;
    }

    /** Where an epoch ends: at the start of the next one, or at the end of the log. */
    EpochEndOffset endOffsetFor(int epoch, long logEndOffset) {
        if (epoch < 0 || count == 0 || epoch > latestEpoch()) {
            return EpochEndOffset.UNKNOWN;
        }
        if (epoch == latestEpoch()) {
            return new EpochEndOffset(epoch, logEndOffset);
        }
        int next = 0;
        while (epochs[next] <= epoch) {
            next++;
        }
        int floor = next == 0 ? epoch : epochs[next - 1];
        return new EpochEndOffset(floor, startOffsets[next]);
    }

    /** The log now ends at {@code endOffset}: epochs that begin there or later are gone. */
    void truncateFromEnd(long endOffset) {
        while (count > 0 && startOffsets[count - 1] >= endOffset) {
            count--;
            dirty = true;
        }
    }

    /** The log now begins at {@code startOffset}: so does the epoch that offset is in; earlier ones are gone. */
    void truncateFromStart(long startOffset) {
        int gone = 0;
        while (gone < count && startOffsets[gone] <= startOffset) {
            gone++;
        }
        int drop = gone - 1;
        if (drop < 0 || (drop == 0 && startOffsets[0] == startOffset)) {
            return;
        }
        System.arraycopy(epochs, drop, epochs, 0, count - drop);
        System.arraycopy(startOffsets, drop, startOffsets, 0, count - drop);
        count -= drop;
        startOffsets[0] = startOffset;
        dirty = true;
    }

    /** Forgets all. */
    void clear() {
        dirty |= count > 0;
        count = 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ", ").append(epochs[i]).append('@').append(startOffsets[i]);
        }
        return text.append(']').toString();
    }
}
