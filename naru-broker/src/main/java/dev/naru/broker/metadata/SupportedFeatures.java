package dev.naru.broker.metadata;

import dev.naru.metadata.BrokerImage.FeatureRange;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The levels of each feature that this version of Naru can work at, and those a new cluster starts with. Features of
 * coordinators that are not served yet are not among them: a client that sees one uses it.
 *
 * <p>Threading: immutable.
 */
public final class SupportedFeatures {
    /** Levels by feature. */
    public static final SortedMap<String, FeatureRange> RANGES = Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(
            // 1: the consumer protocol (KIP-848).
            "group.version", new FeatureRange((short) 0, (short) 1),
            "metadata.version", new FeatureRange((short) 7, (short) 33),
            // 2: each transaction has an epoch of its own (KIP-890).
            "transaction.version", new FeatureRange((short) 0, (short) 2))));

    private SupportedFeatures() {}

    /** The highest level of each: what a new cluster starts with. */
    public static SortedMap<String, Short> newest() {
        SortedMap<String, Short> newest = new TreeMap<>();
        RANGES.forEach((name, range) -> newest.put(name, range.max()));
        return newest;
    }
}
