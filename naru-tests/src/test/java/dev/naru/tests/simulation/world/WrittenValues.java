package dev.naru.tests.simulation.world;

import dev.naru.common.TopicPartition;
import java.util.HashMap;
import java.util.Map;

/**
 * Every value anybody has given to a producer, each once, with where it belongs.
 *
 * <p>Threading: confined to the simulation's thread.
 */
final class WrittenValues {
    private final Map<String, Written> values = new HashMap<>();
    private long number;

    private record Written(TopicPartition partition, String writer, long number, boolean idempotent) {}

    /** A value nobody has written before, of at least {@code sizeMin} characters. */
    String next(TopicPartition partition, String writer, boolean idempotent, int sizeMin) {
        number++;
        String start = writer + " " + number + " ";
        String value = start + "~".repeat(Math.max(0, sizeMin - start.length()));
        values.put(value, new Written(partition, writer, number, idempotent));
        return value;
    }

    int count() {
        return values.size();
    }

    void checkWritten(TopicPartition partition, String value, String witness) {
        Written written = values.get(value);
        if (written == null) {
            throw new AssertionError("%s: %s has '%s', which nobody wrote".formatted(partition, witness, value));
        }
        if (!written.partition.equals(partition)) {
            throw new AssertionError(
                    "%s: %s has '%s', which was written to %s".formatted(partition, witness, value, written.partition));
        }
    }

    boolean isIdempotent(String value) {
        return find(value).idempotent;
    }

    String writer(String value) {
        return find(value).writer;
    }

    long number(String value) {
        return find(value).number;
    }

    private Written find(String value) {
        Written written = values.get(value);
        if (written == null) {
            throw new AssertionError("nobody wrote '" + value + "'");
        }
        return written;
    }
}
