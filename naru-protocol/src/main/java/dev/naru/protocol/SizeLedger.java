package dev.naru.protocol;

import java.util.Arrays;

/**
 * The sizes that the first pass of writing finds out and the second one writes, in the order in which they are needed: of
 * each string and each tagged field. Plain arrays of numbers, since this is all that encoding a small message allocates
 * beside its buffer.
 *
 * <p>Threading: confined to whoever encodes.
 */
final class SizeLedger {
    private static final int CAPACITY_AT_FIRST = 16;
    private static final int DEPTH_MAX = 4;

    private int[] sizes = new int[CAPACITY_AT_FIRST];
    private int count;
    private int cursor;

    /** What has begun and not ended: for each its place among the sizes and where it began. */
    private final int[] openPlaces = new int[DEPTH_MAX];

    private final long[] openStarts = new long[DEPTH_MAX];
    private int depth;

    void add(int size) {
        // Two statements: reserving a place may replace the array.
        int place = reserve();
        sizes[place] = size;
    }

    /** Something begins whose size is not known yet. */
    void begin(long start) {
        if (depth == DEPTH_MAX) {
            throw new IllegalStateException("tagged fields nested deeper than in any schema");
        }
        openPlaces[depth] = reserve();
        openStarts[depth] = start;
        depth++;
    }

    /** What began last ends; returns its size. */
    int end(long end) {
        depth--;
        int size = Math.toIntExact(end - openStarts[depth]);
        sizes[openPlaces[depth]] = size;
        return size;
    }

    /** The next size, in the order in which things were added or began. */
    int next() {
        return sizes[cursor++];
    }

    /** True if the second pass asked for as many sizes as the first one found. */
    boolean isUsedUp() {
        return cursor == count;
    }

    private int reserve() {
        if (count == sizes.length) {
            sizes = Arrays.copyOf(sizes, count * 2);
        }
        return count++;
    }
}
