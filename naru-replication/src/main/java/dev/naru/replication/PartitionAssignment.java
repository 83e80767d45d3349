package dev.naru.replication;

import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import java.util.List;

/**
 * What the cluster's metadata says about one partition.
 *
 * @param leaderId the leader's broker id, or -1 if there is none
 * @param leaderEpoch rises with every leader
 * @param partitionEpoch rises with every change of the partition
 * @param replicas broker ids in order of preference
 * @param inSyncReplicas broker ids that have all committed records
 */
public record PartitionAssignment(
        TopicPartition partition,
        Uuid topicId,
        int leaderId,
        int leaderEpoch,
        int partitionEpoch,
        List<Integer> replicas,
        List<Integer> inSyncReplicas) {}
