package dev.naru.protocol;

import java.util.Arrays;

/**
 * The sizes that the first pass finds out and the second writes or allocates, in the order in which they are needed: of
 * each string, each tagged field, and each stretch between payloads. A plain array of numbers, since this is the only
 * thing that encoding a small message allocates beside its buffer.
 *
 * <p>Threading: confined to whoever encodes.
 */
final class SizeLedger {
    private static final int CAPACITY_AT_FIRST = 32;

    private int[] sizes = new int[CAPACITY_AT_FIRST];
    private int count;
    private int cursor;

    /** Reserves the place of a size that is not known yet. */
    int reserve() {
        if (count == sizes.length) {
            sizes = Arrays.copyOf(sizes, count * 2);
        }
        return count++;
    }

    void set(int place, int size) {
        sizes[place] = size;
    }

    int get(int place) {
        return sizes[place];
    }

    void add(int size) {
        int place = reserve();
        sizes[place] = size;
    }

    /** The next size, in the order in which places were reserved. */
    int next() {
        return sizes[cursor++];
    }

    /** True if the second pass asked for as many sizes as the first one found. */
    boolean isUsedUp() {
        return cursor == count;
    }
}
