package dev.naru.broker.coordinator;

import dev.naru.common.runtime.IoPool;
import dev.naru.coordinator.runtime.CoordinatorShard;
import dev.naru.coordinator.runtime.TypedRecordSerde;
import dev.naru.coordinator.transaction.TransactionConfig;
import dev.naru.coordinator.transaction.TransactionShard;
import dev.naru.replication.Partition;

/**
 * Makes the shards of transactions: each at the leader epoch of its partition, which goes into the markers it sends.
 *
 * <p>Threading: immutable.
 */
public final class TransactionShards implements CoordinatorShards.ShardFactory<TransactionShard> {
    private final TransactionConfig config;
    private final LocalMarkers markers;
    private final IoPool ioPool;

    public TransactionShards(TransactionConfig config, LocalMarkers markers, IoPool ioPool) {
        this.config = config;
        this.markers = markers;
        this.ioPool = ioPool;
    }

    @Override
    public CoordinatorShard<TransactionShard> create(Partition partition, int leaderEpoch) {
        return new CoordinatorShard<>(
                partition.id().toString(),
                partition.loop(),
                new PartitionShardLog(partition, leaderEpoch, ioPool),
                TypedRecordSerde.TRANSACTIONS,
                timers -> new TransactionShard(
                        timers, config, leaderEpoch, new LocalMarkerSender(partition.loop(), markers)));
    }
}
