package dev.naru.broker.coordinator;

import dev.naru.common.runtime.EventLoop;
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
    private final CoordinatorShards<TransactionShard> transactions;
    private final LocalMarkers markers;
    private final List<CoordinatorShards<?>> all;

    public Coordinators(
            InternalTopics internalTopics, CoordinatorShards<TransactionShard> transactions, LocalMarkers markers) {
        this.internalTopics = internalTopics;
        this.transactions = transactions;
        this.markers = markers;
        this.all = List.of(transactions);
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
