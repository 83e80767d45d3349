package dev.naru.storage;

/**
 * Where the last few batches of the active segment begin. Consumers and followers that keep up read there, and need no
 * index.
 *
 * <p>Threading: confined to the segment's owner.
 */
final class RecentBatches {
    private static final int BATCHES_MAX = 16;

    private final long[] lastOffsets = new long[BATCHES_MAX];
    private final int[] positions = new int[BATCHES_MAX];
    private final int[] sizesBytes = new int[BATCHES_MAX];
    private int newest = -1;
    private int count;

    void add(long lastOffset, int position, int sizeBytes) {
        newest = (newest + 1) % BATCHES_MAX;
        count = Math.min(count + 1, BATCHES_MAX);
        lastOffsets[newest] = lastOffset;
        positions[newest] = position;
        sizesBytes[newest] = sizeBytes;
    }

    /** How many batches ago the first one that ends at {@code offset} or later was added, or -1 if that is not known. */
    int ageOf(long offset) {
        for (int age = 0; age < count; age++) {
            if (lastOffsets[slot(age)] < offset) {
                return age - 1;
            }
        }
        return -1;
    }

    int positionOf(int age) {
        return positions[slot(age)];
    }

    int sizeBytesOf(int age) {
        return sizesBytes[slot(age)];
    }

    void clear() {
        count = 0;
    }

    private int slot(int age) {
        return Math.floorMod(newest - age, BATCHES_MAX);
    }
}
