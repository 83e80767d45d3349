package dev.naru.protocol;

import java.nio.ByteBuffer;

/** Unsigned varints: seven bits a byte, the lowest first, the top bit says that more follow. Threading: stateless. */
final class Varints {
    private Varints() {}

    static int sizeBytes(int value) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(value | 1);
        return (bits + 6) / 7;
    }

    static void put(ByteBuffer buffer, int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            buffer.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        buffer.put((byte) rest);
    }
}
