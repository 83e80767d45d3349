package dev.naru.benchmarks.micro;

import dev.naru.record.BatchBuilder;
import dev.naru.record.Compression;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/**
 * Batches as producers send them: records of one size with random capital letters, as many as fit.
 *
 * <p>Threading: any thread.
 */
final class SampleBatches {
    private static final long SEED = 2026;
    private static final long TIMESTAMP_MS = 1_795_000_000_000L;

    private SampleBatches() {}

    /** One batch of up to {@code sizeBytes}, outside the heap, as it arrives from a socket. */
    static ByteBuffer batch(Compression compression, int recordSizeBytes, int sizeBytes) {
        Random random = new Random(SEED);
        ByteBuffer value = ByteBuffer.allocate(recordSizeBytes);
        try (BatchBuilder builder = new BatchBuilder(compression, sizeBytes)) {
            builder.reset();
            do {
                fill(value, random);
            } while (builder.tryAppend(TIMESTAMP_MS, null, value, List.of()));
            ByteBuffer built = builder.build();
            ByteBuffer batch = ByteBuffer.allocateDirect(built.remaining());
            return batch.put(built).flip();
        }
    }

    private static void fill(ByteBuffer value, Random random) {
        for (int i = 0; i < value.capacity(); i++) {
            value.put(i, (byte) ('A' + random.nextInt(26)));
        }
    }
}
