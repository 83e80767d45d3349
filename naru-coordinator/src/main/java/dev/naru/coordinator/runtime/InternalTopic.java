package dev.naru.coordinator.runtime;

import java.util.Map;

/**
 * An internal topic as it is created on first use. Its number of partitions decides which shard a key belongs to, so it is
 * never changed afterwards.
 *
 * @param compression {@code compression.type}: whether clients' tools may expect compressed batches in it
 * @param replicationFactor how many replicas are wanted, if the cluster can ever have as many
 * @param inSyncReplicasMin {@code min.insync.replicas}, at most the number of replicas
 * @param segmentSizeBytes {@code segment.bytes}: small, because a coordinator loads the whole log
 */
public record InternalTopic(
        String name,
        String compression,
        int partitionCount,
        int replicationFactor,
        int inSyncReplicasMin,
        int segmentSizeBytes) {
    /** The topic's own settings where it has so many replicas. */
    public Map<String, String> settings(int replicas) {
        return Map.of(
                "cleanup.policy",
                "compact",
                "compression.type",
                compression,
                "min.insync.replicas",
                Integer.toString(Math.min(inSyncReplicasMin, replicas)),
                "segment.bytes",
                Integer.toString(segmentSizeBytes),
                "unclean.leader.election.enable",
                "false");
    }
}
