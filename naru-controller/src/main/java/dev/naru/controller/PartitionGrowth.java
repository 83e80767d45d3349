package dev.naru.controller;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * More partitions somebody wants for a topic.
 *
 * @param count how many it shall have in all
 * @param assignment replicas of each added partition, or null to have them placed
 */
public record PartitionGrowth(
        String topic, int count, @Nullable List<List<Integer>> assignment) {}
