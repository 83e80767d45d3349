package dev.naru.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All the chance a test has, drawn from one seed. The {@code any…} methods lean towards the values where code breaks:
 * zero, one, minus one, the smallest and the largest; sizes lean towards the small and the empty.
 *
 * <p>Threading: confined to the thread of its test.
 */
public final class Gen {
    private static final int BOUNDARY_PERCENT = 20;
    private static final int BITS_PER_LONG = 64;
    private static final int SURROGATE_COUNT = Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1;

    private final long seed;
    private final Random random;

    public Gen(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    public long seed() {
        return seed;
    }

    /** A generator of its own, so that what one part of a test draws does not move what another part gets. */
    public Gen split() {
        return new Gen(random.nextLong());
    }

    public boolean anyBoolean() {
        return random.nextBoolean();
    }

    /** True {@code percent} times out of a hundred. */
    public boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** A number from {@code min} to {@code max}, both included. */
    public int intIn(int min, int max) {
        return (int) longIn(min, max);
    }

    /** A number from {@code min} to {@code max}, both included. */
    public long longIn(long min, long max) {
        return max == Long.MAX_VALUE
                ? (min == Long.MIN_VALUE ? random.nextLong() : random.nextLong(min - 1, max) + 1)
                : random.nextLong(min, max + 1);
    }

    public byte anyByte() {
        return (byte) anyLongOf(Byte.MIN_VALUE, Byte.MAX_VALUE, Byte.SIZE);
    }

    public short anyShort() {
        return (short) anyLongOf(Short.MIN_VALUE, Short.MAX_VALUE, Short.SIZE);
    }

    public int anyInt() {
        return (int) anyLongOf(Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.SIZE);
    }

    public long anyLong() {
        return anyLongOf(Long.MIN_VALUE, Long.MAX_VALUE, Long.SIZE);
    }

    public double anyDouble() {
        return chance(BOUNDARY_PERCENT)
                ? oneOf(0.0, -0.0, Double.NaN, Double.MIN_VALUE, Double.MAX_VALUE, Double.NEGATIVE_INFINITY)
                : Double.longBitsToDouble(random.nextLong());
    }

    /** A size from zero to {@code max}; small ones, zero and {@code max} itself come up more often. */
    public int size(int max) {
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> max;
            case 2, 3, 4, 5 -> intIn(0, Math.min(max, 16));
            default -> intIn(0, max);
        };
    }

    /** Exactly {@code size} random bytes. */
    public byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Up to {@code max} bytes. */
    public byte[] bytesUpTo(int max) {
        return bytes(size(max));
    }

    /** Exactly {@code size} bytes that a compressor can make smaller. */
    public byte[] compressibleBytes(int size) {
        byte[] bytes = new byte[size];
        int index = 0;
        while (index < size) {
            byte value = (byte) random.nextInt('a', 'z' + 1);
            for (int run = random.nextInt(1, 32); run > 0 && index < size; run--) {
                bytes[index++] = value;
            }
        }
        return bytes;
    }

    /** Well-formed text of up to {@code max} code points, from all of Unicode. */
    public String string(int max) {
        int count = size(max);
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.appendCodePoint(codePoint());
        }
        return text.toString();
    }

    /** Text of {@code min} to {@code max} letters, digits, dots, dashes and underscores: what a topic's name may be made of. */
    public String name(int min, int max) {
        String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
        int count = intIn(min, max);
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    /** Up to {@code maxSize} elements. */
    public <T> List<T> list(int maxSize, Function<Gen, T> element) {
        int size = size(maxSize);
        List<T> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(element.apply(this));
        }
        return list;
    }

    @SafeVarargs
    public final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    public <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Null one time in five. */
    public <T> @Nullable T orNull(Supplier<T> value) {
        return chance(20) ? null : value.get();
    }

    public <T> List<T> shuffled(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }

    @Override
    public String toString() {
        return "Gen[seed=" + seed + "]";
    }

    private long anyLongOf(long min, long max, int bits) {
        if (chance(BOUNDARY_PERCENT)) {
            return oneOf(0L, 1L, -1L, min, min + 1, max, max - 1);
        }
        // A random width first: evenly drawn numbers would nearly all be huge.
        int width = random.nextInt(1, bits + 1);
        return random.nextLong() >> (BITS_PER_LONG - width);
    }

    private int codePoint() {
        return switch (random.nextInt(4)) {
            case 0 -> intIn(0, 0x7f);
            case 1 -> intIn(0x80, 0x7ff);
            case 2 -> {
                int value = intIn(0x800, 0xffff - SURROGATE_COUNT);
                yield value < Character.MIN_SURROGATE ? value : value + SURROGATE_COUNT;
            }
            default -> intIn(0x10000, Character.MAX_CODE_POINT);
        };
    }
}
