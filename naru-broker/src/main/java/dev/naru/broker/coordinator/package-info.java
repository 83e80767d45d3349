/**
 * Where coordinators meet the broker: the partitions of the internal topics that this broker leads become shards of groups
 * and transactions.
 *
 * <p>Open {@link dev.naru.broker.coordinator.CoordinatorShards} first: it follows the metadata and has one shard for each
 * partition led here. {@link dev.naru.broker.coordinator.PartitionShardLog} is such a partition as a shard sees it; {@link
 * dev.naru.broker.coordinator.InternalTopics} makes the topics when somebody first needs them. {@link
 * dev.naru.broker.coordinator.GroupShards} and {@link dev.naru.broker.coordinator.TransactionShards} make the two kinds of
 * shards.
 *
 * <p>The coordinator of a transaction has its end written into partitions with a {@link
 * dev.naru.broker.coordinator.LocalMarkerSender}; {@link dev.naru.broker.coordinator.LocalMarkers} writes it there.
 */
@NullMarked
package dev.naru.broker.coordinator;

import org.jspecify.annotations.NullMarked;
