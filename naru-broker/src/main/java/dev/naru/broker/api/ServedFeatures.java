package dev.naru.broker.api;

import java.util.Map;
import java.util.TreeMap;

/** The levels of each feature that this version of Naru can work at. Threading: immutable. */
final class ServedFeatures {
    static final Map<String, Range> RANGES =
            new TreeMap<>(Map.of("metadata.version", new Range((short) 7, (short) 33)));

    /** From the lowest level to the highest. */
    record Range(short min, short max) {}

    private ServedFeatures() {}
}
