package dev.naru.controller;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A topic somebody wants.
 *
 * @param partitionCount how many partitions, or {@link #DEFAULT}; {@link #DEFAULT} with an assignment
 * @param replicationFactor how many replicas of each, or {@link #DEFAULT}; {@link #DEFAULT} with an assignment
 * @param assignment replicas by partition; empty to have them placed
 * @param settings configuration by name; a null value is refused
 */
public record NewTopic(
        String name,
        int partitionCount,
        int replicationFactor,
        SortedMap<Integer, List<Integer>> assignment,
        Map<String, @Nullable String> settings) {
    /** Whatever the cluster's default is. */
    public static final int DEFAULT = -1;
}
