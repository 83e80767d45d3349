package dev.naru.broker.coordinator;

import dev.naru.common.runtime.EventLoop;
import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.coordinator.runtime.CoordinatorShard;
import dev.naru.coordinator.transaction.TransactionShard;
import dev.naru.metadata.ClusterImage;
import java.util.List;

/**
 * The coordinators of one broker.
 *
 * <p>Threading: {@link #onImage} and {@link #close} are confined to the metadata loop; the rest is immutable.
 */
public final class Coordinators {
    private final InternalTopics internalTopics;
    private final CoordinatorShards<GroupShard> groups;
    private final CoordinatorShards<TransactionShard> transactions;
    private final LocalMarkers markers;
    private final List<CoordinatorShards<?>> all;

    /** Coordinators that keep their records in these topics. */
    public Coordinators(
            InternalTopics internalTopics,
            CoordinatorShards<GroupShard> groups,
            CoordinatorShards<TransactionShard> transactions,
            LocalMarkers markers) {
        this.internalTopics = internalTopics;
        this.groups = groups;
        this.transactions = transactions;
        this.markers = markers;
        this.all = List.of(groups, transactions);
    }

    /** The shards of groups and committed offsets. */
    public CoordinatorShards<GroupShard> groups() {
        return groups;
    }

    /** The shards of transactional ids. */
    public CoordinatorShards<TransactionShard> transactions() {
        return transactions;
    }

    /** How transactions end in the partitions of this broker. */
    public LocalMarkers markers() {
        return markers;
    }

    /** The topics they keep their records in. */
    public InternalTopics internalTopics() {
        return internalTopics;
    }

    /** The cluster has changed, and the partitions on this broker with it. */
    public void onImage(ClusterImage image) {
        all.forEach(shards -> shards.onImage(image));
        groups.all().forEach(shard -> shard.loop().execute(() -> tell(shard, image)));
    }

    /** A shard that is not in service yet will look at the image by itself. */
    private static void tell(CoordinatorShard<GroupShard> shard, ClusterImage image) {
        shard.decide(state -> state.onImage(image), Runnable::run, refusal -> {});
    }

    /** The broker stops: whoever waits is told. {@code done} runs on {@code loop} afterwards. */
    public void close(EventLoop loop, Runnable done) {
        closeFrom(0, loop, done);
    }

    private void closeFrom(int index, EventLoop loop, Runnable done) {
        if (index == all.size()) {
            loop.run(done);
        } else {
            all.get(index).close(loop, () -> closeFrom(index + 1, loop, done));
        }
    }
}
