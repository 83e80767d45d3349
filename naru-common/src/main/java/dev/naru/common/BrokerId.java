package dev.naru.common;

/** The id of a broker ({@code broker.id}): zero or more. */
public record BrokerId(int value) implements Comparable<BrokerId> {
    public BrokerId {
        if (value < 0) {
            throw new IllegalArgumentException("a broker id is zero or more, not " + value);
        }
    }

    @Override
    public int compareTo(BrokerId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
