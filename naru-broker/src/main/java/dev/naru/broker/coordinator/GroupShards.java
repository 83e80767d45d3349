package dev.naru.broker.coordinator;

import dev.naru.broker.metadata.PublishedImage;
import dev.naru.common.runtime.IoPool;
import dev.naru.coordinator.group.GroupConfig;
import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.coordinator.runtime.CoordinatorShard;
import dev.naru.coordinator.runtime.TypedRecordSerde;
import dev.naru.replication.Partition;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Makes the shards of groups.
 *
 * <p>Threading: confined to the metadata loop.
 */
public final class GroupShards implements CoordinatorShards.ShardFactory<GroupShard> {
    private final IoPool ioPool;
    private final GroupConfig config;
    private final PublishedImage image;
    private final RandomGenerator random;

    /** Shards with this configuration; each draws a seed of its own. */
    public GroupShards(IoPool ioPool, GroupConfig config, PublishedImage image, RandomGenerator random) {
        this.ioPool = ioPool;
        this.config = config;
        this.image = image;
        this.random = random;
    }

    @Override
    public CoordinatorShard<GroupShard> create(Partition partition, int leaderEpoch) {
        RandomGenerator own = new SplittableRandom(random.nextLong());
        return new CoordinatorShard<>(
                partition.toString(),
                partition.loop(),
                new PartitionShardLog(partition, leaderEpoch, ioPool),
                TypedRecordSerde.GROUPS,
                timers -> new GroupShard(timers, config, image::current, own));
    }
}
