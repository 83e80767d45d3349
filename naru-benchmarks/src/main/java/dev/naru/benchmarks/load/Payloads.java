package dev.naru.benchmarks.load;

import java.util.Random;

/**
 * Values to send: random capital letters, as Kafka's own ProducerPerformance sends them, so that a codec has a little to do. A
 * thousand different ones are made beforehand, since making them would cost more than sending them.
 *
 * <p>Threading: immutable once made; the caller does not change what it is given.
 */
final class Payloads {
    private static final int COUNT = 1_000;
    private static final long SEED = 2026;

    private final byte[][] payloads = new byte[COUNT][];

    Payloads(int sizeBytes) {
        Random random = new Random(SEED);
        for (int i = 0; i < COUNT; i++) {
            byte[] payload = new byte[sizeBytes];
            for (int j = 0; j < sizeBytes; j++) {
                payload[j] = (byte) ('A' + random.nextInt(26));
            }
            payloads[i] = payload;
        }
    }

    byte[] get(long number) {
        return payloads[(int) (number % COUNT)];
    }
}
