package dev.naru.client.admin;

import java.util.Map;

/**
 * A topic to create.
 *
 * @param name its name: letters, digits, {@code . _ -}, at most 249
 * @param partitionCount how many partitions, one or more, or {@link #DEFAULT_COUNT}
 * @param replicationFactor how many replicas of each, one or more, or {@link #DEFAULT_COUNT}
 * @param configs settings that differ from the cluster's defaults
 */
public record NewTopic(String name, int partitionCount, int replicationFactor, Map<String, String> configs) {
    /** As the cluster has it by default. */
    public static final int DEFAULT_COUNT = -1;

    public NewTopic {
        configs = Map.copyOf(configs);
    }

    /** One replica by default, no settings. */
    public static NewTopic of(String name, int partitionCount) {
        return new NewTopic(name, partitionCount, DEFAULT_COUNT, Map.of());
    }
}
