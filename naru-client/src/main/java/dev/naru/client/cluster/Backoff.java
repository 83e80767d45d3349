package dev.naru.client.cluster;

import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: doubling from a first wait up to a longest one, each made up to a fifth longer
 * or shorter by chance, so that clients that failed together do not come back together.
 *
 * <p>Threading: as its random generator.
 */
public final class Backoff {
    private static final double JITTER = 0.2;
    private static final int DOUBLINGS_MAX = 16;

    private final long firstMs;
    private final long longestMs;
    private final RandomGenerator random;

    public Backoff(long firstMs, long longestMs, RandomGenerator random) {
        this.firstMs = firstMs;
        this.longestMs = Math.max(firstMs, longestMs);
        this.random = random;
    }

    /** The wait in milliseconds after the {@code failures}-th failure in a row, counted from one. */
    public long waitMs(int failures) {
        int doublings = Math.min(Math.max(failures - 1, 0), DOUBLINGS_MAX);
        long waitMs = Math.min(firstMs << doublings, longestMs);
        return Math.round(waitMs * (1 - JITTER + 2 * JITTER * random.nextDouble()));
    }
}
