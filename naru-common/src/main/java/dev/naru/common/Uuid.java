package dev.naru.common;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * A 128-bit identifier as the Kafka protocol writes it: topics, log directories, clusters. Its text form is 22
 * characters of unpadded URL-safe base64 (KIP-516).
 */
public record Uuid(long mostSignificantBits, long leastSignificantBits) implements Comparable<Uuid> {
    /** "No id": the protocol's null. */
    public static final Uuid ZERO = new Uuid(0, 0);

    /** Draws an id (version 4). Its text never begins with a dash, which command lines would take for an option. */
    public static Uuid random(RandomGenerator random) {
        while (true) {
            Uuid id = new Uuid(
                    (random.nextLong() & ~0xF000L) | 0x4000L,
                    (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L);
            if (!id.toString().startsWith("-")) {
                return id;
            }
        }
    }

    /** True for {@link #ZERO}. */
    public boolean isZero() {
        return mostSignificantBits == 0 && leastSignificantBits == 0;
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if {@code text} is not the base64 of 16 bytes
     */
    public static Uuid parse(String text) {
        if (text.length() > 24) {
            throw new IllegalArgumentException("too long for an id: " + text.length() + " characters");
        }
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (bytes.length != Long.BYTES * 2) {
            throw new IllegalArgumentException("an id has 16 bytes, '" + text + "' has " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Uuid(buffer.getLong(), buffer.getLong());
    }

    @Override
    public int compareTo(Uuid other) {
        int most = Long.compare(mostSignificantBits, other.mostSignificantBits);
        return most != 0 ? most : Long.compare(leastSignificantBits, other.leastSignificantBits);
    }

    @Override
    public String toString() {
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES * 2);
        buffer.putLong(mostSignificantBits).putLong(leastSignificantBits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
    }
}
