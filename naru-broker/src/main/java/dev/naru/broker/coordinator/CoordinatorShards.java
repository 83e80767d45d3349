package dev.naru.broker.coordinator;

import dev.naru.common.runtime.EventLoop;
import dev.naru.coordinator.runtime.CoordinatorShard;
import dev.naru.coordinator.runtime.InternalTopic;
import dev.naru.coordinator.runtime.ShardState;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.PartitionImage;
import dev.naru.metadata.TopicImage;
import dev.naru.replication.HostedTopic;
import dev.naru.replication.Partition;
import dev.naru.replication.PartitionLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The shards of one internal topic that live here: one for each of its partitions that this broker leads, each on its
 * partition's loop. Follows the metadata: a new leader epoch is a new shard, which loads anew.
 *
 * <p>Threading: {@link #onImage} and {@link #close} are confined to the metadata loop; finding is safe from any thread.
 *
 * @param <S> the state machine
 */
public final class CoordinatorShards<S extends ShardState> {
    private final InternalTopic topic;
    private final int brokerId;
    private final Supplier<PartitionLookup> partitions;
    private final ShardFactory<S> factory;
    private final Map<Integer, Led<S>> led = new ConcurrentHashMap<>();
    private @Nullable TopicImage seen;
    private boolean closed;
    private volatile int partitionCount;

    /** Makes the shard of a partition that this broker leads in this epoch. */
    public interface ShardFactory<S extends ShardState> {
        /** Called on any thread; the shard is loaded afterwards on its loop. */
        CoordinatorShard<S> create(Partition partition, int leaderEpoch);
    }

    private record Led<S extends ShardState>(CoordinatorShard<S> shard, int leaderEpoch) {}

    /** No shard before the first image. */
    public CoordinatorShards(
            InternalTopic topic, int brokerId, Supplier<PartitionLookup> partitions, ShardFactory<S> factory) {
        this.topic = topic;
        this.brokerId = brokerId;
        this.partitions = partitions;
        this.factory = factory;
    }

    /** The topic they live in. */
    public InternalTopic topic() {
        return topic;
    }

    /** The partition a key belongs to among so many: the same as in Kafka, because the logs are. */
    public static int partitionOf(String key, int partitionCount) {
        return (key.hashCode() & Integer.MAX_VALUE) % partitionCount;
    }

    /** The shard a key belongs to, or null if it is not here. */
    public @Nullable CoordinatorShard<S> find(String key) {
        int count = partitionCount;
        return count == 0 ? null : at(partitionOf(key, count));
    }

    /** The shard of a partition, or null if it is not here. */
    public @Nullable CoordinatorShard<S> at(int partition) {
        Led<S> found = led.get(partition);
        return found == null ? null : found.shard;
    }

    /** All that are here, whether loaded or not. */
    public List<CoordinatorShard<S>> all() {
        List<CoordinatorShard<S>> shards = new ArrayList<>();
        led.values().forEach(one -> shards.add(one.shard));
        return shards;
    }

    /** The cluster has changed, and the partitions on this broker with it. */
    public void onImage(ClusterImage image) {
        TopicImage now = image.topic(topic.name());
        if (closed || Objects.equals(now, seen)) {
            return;
        }
        if (now == null || (seen != null && !seen.id().equals(now.id()))) {
            List.copyOf(led.keySet()).forEach(this::resign);
        }
        seen = now;
        int count = now == null ? 0 : now.partitionCount();
        for (int index = 0; now != null && index < count; index++) {
            follow(index, now.partition(index));
        }
        partitionCount = count;
    }

    private void follow(int index, @Nullable PartitionImage partition) {
        Led<S> before = led.get(index);
        if (partition == null || partition.leader() != brokerId) {
            if (before != null) {
                resign(index);
            }
            return;
        }
        if (before != null && before.leaderEpoch == partition.leaderEpoch()) {
            return;
        }
        if (before != null) {
            resign(index);
        }
        HostedTopic hosted = partitions.get().byName(topic.name());
        Partition local = hosted == null ? null : hosted.partition(index);
        if (local != null) {
            CoordinatorShard<S> shard = factory.create(local, partition.leaderEpoch());
            led.put(index, new Led<>(shard, partition.leaderEpoch()));
            shard.loop().execute(shard::load);
        }
    }

    private void resign(int index) {
        Led<S> before = led.remove(index);
        if (before != null) {
            before.shard.loop().execute(before.shard::unload);
        }
    }

    /** The broker stops: whoever waits is sent elsewhere. {@code done} runs on {@code loop} when all have been told. */
    public void close(EventLoop loop, Runnable done) {
        closed = true;
        List<CoordinatorShard<S>> shards = all();
        led.clear();
        unloadFrom(shards, 0, loop, done);
    }

    private void unloadFrom(List<CoordinatorShard<S>> shards, int index, EventLoop loop, Runnable done) {
        if (index == shards.size()) {
            loop.execute(done);
            return;
        }
        CoordinatorShard<S> shard = shards.get(index);
        shard.loop().execute(() -> {
            shard.unload();
            unloadFrom(shards, index + 1, loop, done);
        });
    }
}
