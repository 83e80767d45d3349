package dev.naru.client.producer;

/** Arithmetic of sequence numbers: after the largest int comes zero. */
final class Sequences {
    private Sequences() {}

    static int plus(int sequence, int count) {
        return (sequence + count) & Integer.MAX_VALUE;
    }
}
