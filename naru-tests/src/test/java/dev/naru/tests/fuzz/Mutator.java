package dev.naru.tests.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes frames that are nearly right: a frame of a real client with a few bits, bytes, lengths or versions wrong, cut off, doubled
 * or spliced with another; now and then pure noise.
 *
 * <p>One seed, one sequence of frames. Requests that create topics or partitions keep their counts small by keeping their bodies
 * away from the places where a number may become any number: a valid order for a million partitions is not garbage.
 *
 * <p>Threading: confined to the test's thread.
 */
final class Mutator {
    private static final int NOISE_SIZE_BYTES_MAX = 2_000;
    private static final int HEADER_SIZE_BYTES = 8;
    private static final int[] ODD_NUMBERS = {
        -1,
        0,
        1,
        2,
        127,
        128,
        255,
        256,
        32_767,
        65_535,
        1 << 20,
        1 << 24,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        -2,
        0x7fffff00
    };
    private static final short CREATE_TOPICS = 19;
    private static final short CREATE_PARTITIONS = 37;

    private final Random random;
    private final List<byte[]> frames;

    Mutator(long seed, List<byte[]> frames) {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to mutate");
        }
        this.random = new Random(seed);
        this.frames = frames;
    }

    /** The next frame, without its length. */
    byte[] next() {
        if (random.nextInt(20) == 0) {
            return noise();
        }
        byte[] frame = frames.get(random.nextInt(frames.size())).clone();
        if (growsPartitions(frame)) {
            return truncated(frame);
        }
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            frame = mutate(frame);
        }
        return growsPartitions(frame) ? truncated(frame) : frame;
    }

    private byte[] mutate(byte[] frame) {
        if (frame.length <= HEADER_SIZE_BYTES) {
            return noise();
        }
        return switch (random.nextInt(9)) {
            case 0 -> bitFlipped(frame);
            case 1 -> withByte(frame);
            case 2 -> withInt(frame);
            case 3 -> withShort(frame);
            case 4 -> truncated(frame);
            case 5 -> spliced(frame);
            case 6 -> withVersion(frame);
            case 7 -> withVarintOfManyBytes(frame);
            default -> withRepeatedStretch(frame);
        };
    }

    private byte[] noise() {
        byte[] noise = new byte[random.nextInt(NOISE_SIZE_BYTES_MAX)];
        random.nextBytes(noise);
        return growsPartitions(noise) ? new byte[0] : noise;
    }

    private byte[] bitFlipped(byte[] frame) {
        frame[anywhere(frame)] ^= (byte) (1 << random.nextInt(8));
        return frame;
    }

    private byte[] withByte(byte[] frame) {
        frame[anywhere(frame)] = (byte) random.nextInt();
        return frame;
    }

    private byte[] withInt(byte[] frame) {
        if (frame.length >= HEADER_SIZE_BYTES + 4) {
            int index = HEADER_SIZE_BYTES + random.nextInt(frame.length - HEADER_SIZE_BYTES - 3);
            ByteBuffer.wrap(frame).putInt(index, ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)]);
        }
        return frame;
    }

    private byte[] withShort(byte[] frame) {
        int index = random.nextInt(frame.length - 1);
        ByteBuffer.wrap(frame).putShort(index, (short) ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)]);
        return frame;
    }

    private byte[] truncated(byte[] frame) {
        return Arrays.copyOf(frame, random.nextInt(frame.length));
    }

    private byte[] spliced(byte[] frame) {
        byte[] other = frames.get(random.nextInt(frames.size()));
        int from = random.nextInt(other.length);
        byte[] spliced = Arrays.copyOf(frame, anywhere(frame) + other.length - from);
        System.arraycopy(other, from, spliced, spliced.length - (other.length - from), other.length - from);
        return spliced;
    }

    private byte[] withVersion(byte[] frame) {
        ByteBuffer.wrap(frame).putShort(2, (short) random.nextInt(20));
        return frame;
    }

    /** Compact lengths are varints; these claim up to two billion. */
    private byte[] withVarintOfManyBytes(byte[] frame) {
        int index = anywhere(frame);
        for (int i = index; i < Math.min(frame.length, index + 4); i++) {
            frame[i] = (byte) (0x80 | random.nextInt(128));
        }
        return frame;
    }

    private byte[] withRepeatedStretch(byte[] frame) {
        int from = anywhere(frame);
        int length = Math.min(frame.length - from, 1 + random.nextInt(200));
        byte[] longer = Arrays.copyOf(frame, frame.length + length);
        System.arraycopy(frame, from, longer, from + length, frame.length - from);
        return longer;
    }

    private int anywhere(byte[] frame) {
        return random.nextInt(frame.length);
    }

    private static boolean growsPartitions(byte[] frame) {
        if (frame.length < 2) {
            return false;
        }
        short apiKey = ByteBuffer.wrap(frame).getShort(0);
        return apiKey == CREATE_TOPICS || apiKey == CREATE_PARTITIONS;
    }
}
