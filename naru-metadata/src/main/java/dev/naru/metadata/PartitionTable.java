package dev.naru.metadata;

import dev.naru.common.Invariant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of a topic by number, from zero without gaps. Kept in chunks, so that a change of one partition copies
 * one chunk and the list of chunks, not all partitions.
 *
 * <p>Threading: immutable.
 */
public final class PartitionTable implements Iterable<PartitionImage> {
    static final PartitionTable EMPTY = new PartitionTable(new PartitionImage[0][], 0);

    private static final int CHUNK_SIZE = 256;

    private final PartitionImage[][] chunks;
    private final int size;

    private PartitionTable(PartitionImage[][] chunks, int size) {
        this.chunks = chunks;
        this.size = size;
    }

    /** How many partitions. */
    public int size() {
        return size;
    }

    /** The partition of this number, or null. */
    public @Nullable PartitionImage get(int partition) {
        return partition < 0 || partition >= size ? null : chunks[partition / CHUNK_SIZE][partition % CHUNK_SIZE];
    }

    /** The partitions in order. */
    @Override
    public Iterator<PartitionImage> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size;
            }

            @Override
            public PartitionImage next() {
                if (next >= size) {
                    throw new NoSuchElementException();
                }
                int partition = next++;
                return chunks[partition / CHUNK_SIZE][partition % CHUNK_SIZE];
            }
        };
    }

    /** The same with these partitions changed or added; added ones follow on those that are there. */
    PartitionTable with(Map<Integer, PartitionImage> changes) {
        int newSize = size;
        for (int partition : changes.keySet()) {
            newSize = Math.max(newSize, partition + 1);
        }
        int chunkCount = (newSize + CHUNK_SIZE - 1) / CHUNK_SIZE;
        PartitionImage[][] copies = Arrays.copyOf(chunks, chunkCount);
        boolean[] isCopied = new boolean[chunkCount];
        int added = 0;
        for (Map.Entry<Integer, PartitionImage> change : changes.entrySet()) {
            int partition = change.getKey();
            int chunk = partition / CHUNK_SIZE;
            if (!isCopied[chunk]) {
                int filled = Math.min(CHUNK_SIZE, newSize - chunk * CHUNK_SIZE);
                copies[chunk] =
                        copies[chunk] == null ? new PartitionImage[filled] : Arrays.copyOf(copies[chunk], filled);
                isCopied[chunk] = true;
            }
            copies[chunk][partition % CHUNK_SIZE] = change.getValue();
            added += partition >= size ? 1 : 0;
        }
        Invariant.check(
                added == newSize - size,
                "partitions were added with gaps: %d added, %d missing",
                added,
                newSize - size);
        return new PartitionTable(copies, newSize);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PartitionTable table && size == table.size && Arrays.deepEquals(chunks, table.chunks);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(chunks);
    }

    @Override
    public String toString() {
        return Arrays.deepToString(chunks);
    }
}
