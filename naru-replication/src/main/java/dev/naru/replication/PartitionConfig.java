package dev.naru.replication;

import dev.naru.record.TopicRules;
import dev.naru.storage.LogConfig;

/**
 * The settings of a topic that its partitions need.
 *
 * @param log what the log needs
 * @param batches what a producer's batches have to comply with
 * @param inSyncReplicasMin {@code min.insync.replicas}
 */
public record PartitionConfig(LogConfig log, TopicRules batches, int inSyncReplicasMin) {}
