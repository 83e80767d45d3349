package dev.naru.replication;

/** One replica that the cluster's metadata puts on this broker, with the settings of its topic. */
public record HostedReplica(PartitionAssignment assignment, PartitionConfig config) {}
