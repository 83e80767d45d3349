package dev.naru.client.producer;

/**
 * The hash by which Kafka's clients place keys: 32-bit MurmurHash2 (Austin Appleby's public-domain algorithm) with the
 * seed the Java client uses. A key must land on the same partition whichever client wrote it, so this never changes.
 */
final class Murmur2 {
    private static final int SEED = 0x9747b28c;
    private static final int MULTIPLIER = 0x5bd1e995;
    private static final int SHIFT = 24;

    private Murmur2() {}

    /** The partition, out of {@code partitionCount}, that {@code key} belongs to. */
    static int partition(byte[] key, int partitionCount) {
        // The sign bit is dropped rather than negated: that is what the other clients do.
        return (hash(key) & Integer.MAX_VALUE) % partitionCount;
    }

    static int hash(byte[] data) {
        int hash = SEED ^ data.length;
        int wholeWordsEnd = data.length & ~3;
        for (int i = 0; i < wholeWordsEnd; i += Integer.BYTES) {
            int word = littleEndianInt(data, i) * MULTIPLIER;
            word = (word ^ (word >>> SHIFT)) * MULTIPLIER;
            hash = (hash * MULTIPLIER) ^ word;
        }
        if (wholeWordsEnd < data.length) {
            for (int i = data.length - 1; i >= wholeWordsEnd; i--) {
                hash ^= (data[i] & 0xff) << (8 * (i - wholeWordsEnd));
            }
            hash *= MULTIPLIER;
        }
        hash = (hash ^ (hash >>> 13)) * MULTIPLIER;
        return hash ^ (hash >>> 15);
    }

    private static int littleEndianInt(byte[] data, int at) {
        return (data[at] & 0xff)
                | (data[at + 1] & 0xff) << 8
                | (data[at + 2] & 0xff) << 16
                | (data[at + 3] & 0xff) << 24;
    }
}
