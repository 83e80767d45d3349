package dev.naru.coordinator.group.assignor;

import java.util.Arrays;

/**
 * A heap of pairs of a rank and an index: the lowest rank comes first, of equal ones the lowest index. What is in it is not
 * changed when ranks change; whoever uses it pushes the new pair and passes over those that are no longer true.
 *
 * <p>Threading: confined to one call of an assignor.
 */
final class LongHeap {
    private static final int CAPACITY_MIN = 16;

    private long[] entries = new long[CAPACITY_MIN];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void clear() {
        size = 0;
    }

    /** The rank of the first pair. */
    int rank() {
        return (int) (entries[0] >> Integer.SIZE);
    }

    /** The index of the first pair. */
    int index() {
        return (int) entries[0];
    }

    void push(int rank, int index) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, 2 * size);
        }
        long entry = (long) rank << Integer.SIZE | index;
        int at = size++;
        while (at > 0 && entries[(at - 1) / 2] > entry) {
            entries[at] = entries[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        entries[at] = entry;
    }

    /** Takes the first pair away. */
    void pop() {
        long entry = entries[--size];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && entries[child + 1] < entries[child]) {
                child++;
            }
            if (entries[child] >= entry) {
                break;
            }
            entries[at] = entries[child];
            at = child;
        }
        entries[at] = entry;
    }
}
