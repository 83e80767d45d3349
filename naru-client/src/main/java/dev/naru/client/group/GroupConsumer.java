package dev.naru.client.group;

import dev.naru.client.ClientConfig;
import dev.naru.client.ClientException;
import dev.naru.client.ClientRuntime;
import dev.naru.client.CommittedOffset;
import dev.naru.client.GroupMembership;
import dev.naru.client.OffsetSpec;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.consumer.Consumer;
import dev.naru.client.consumer.ConsumerConfig;
import dev.naru.client.consumer.Polled;
import dev.naru.common.TopicPartition;
import dev.naru.common.runtime.EventLoop;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics together with the other members of a group: each partition is read by one of them at a time, and who comes
 * after goes on where the group's committed offset says.
 *
 * <pre>
 *   try (GroupConsumer consumer = client.groupConsumer(GroupConfig.of("billing"), ConsumerConfig.DEFAULT)) {
 *       consumer.subscribe(Subscription.to("orders"), RebalanceListener.NONE).join();
 *       while (running) {
 *           consumer.poll(500, 1_000).join().records().forEach(this::bill);
 *       }
 *       consumer.commit().join();
 *   }
 * </pre>
 *
 * <p>A record is read at least once: whatever a member has not committed when it loses a partition is read again. What a
 * poll returned counts as dealt with when the next one begins; only then may it be committed automatically. Closing
 * commits no more than that either, so commit what the last poll brought before closing.
 *
 * <p>Heartbeats go on between polls. A member whose application does not poll for {@link
 * GroupConfig.Membership#pollIntervalMsMax} leaves the group, and joins again with its next poll.
 *
 * <p>Threading: all methods are safe from any thread, and what one thread asks for happens in that order; futures complete
 * on the client's loop.
 */
public final class GroupConsumer implements AutoCloseable {
    private final Cluster cluster;
    private final GroupLoop group;
    private @Nullable CompletableFuture<Void> closing;

    /** Use {@link dev.naru.client.Client#groupConsumer}, or this with a runtime of one's own. */
    public GroupConsumer(
            ClientConfig clientConfig, ClientRuntime runtime, GroupConfig config, ConsumerConfig consumerConfig) {
        this.cluster = new Cluster(clientConfig, runtime, false);
        ConsumerConfig reading = consumerConfig.with(config.offsetReset().onLostPosition());
        this.group = new GroupLoop(cluster, new Consumer(cluster, reading), config, runtime.random());
    }

    /**
     * Wants to read these topics from now on, instead of others before. The member joins the group with the next poll.
     *
     * @param listener hears which partitions come and go
     */
    public CompletableFuture<Void> subscribe(Subscription subscription, RebalanceListener listener) {
        return later(() -> group.subscribe(subscription, listener));
    }

    /** Gives up all partitions and leaves the group. */
    public CompletableFuture<Void> unsubscribe() {
        return cluster.onLoop(group::unsubscribe);
    }

    /**
     * The next records, as soon as there is one; none when time is up, and also when partitions came or went or a position
     * moved without records. Partitions come and go, and heartbeats of a new member begin, only while a poll is waiting.
     *
     * @param recordsMax how many records at most, one or more
     * @param timeoutMs how long to wait for the first, in milliseconds, zero or more
     * @return fails with {@link dev.naru.client.BrokerException} if the member cannot be in the group, or a partition cannot
     *     be read; with {@link NoOffsetException} or {@link dev.naru.client.consumer.PositionLostException} if there is no
     *     place to go on; with what a listener failed with. The next poll tries again. At most one poll at a time
     */
    public CompletableFuture<Polled> poll(int recordsMax, int timeoutMs) {
        if (recordsMax < 1 || timeoutMs < 0) {
            throw new IllegalArgumentException("recordsMax is one or more and timeoutMs is zero or more");
        }
        return cluster.onLoop(() -> group.poll(recordsMax, timeoutMs));
    }

    /** Answers a waiting poll now; does nothing if none is waiting. */
    public void wakeup() {
        group.wakeup();
    }

    /**
     * Commits everything that polls have returned so far.
     *
     * @return fails with {@link MemberFencedException} if partitions were lost before that: what they brought is read again;
     *     with {@link dev.naru.client.CallTimeoutException} if time ran out, and then it may have happened
     */
    public CompletableFuture<Void> commit() {
        return cluster.onLoop(group::commitReturned);
    }

    /**
     * Commits these offsets, each of the next record to read. Commits happen in the order they are asked for.
     *
     * @return fails as {@link #commit()} does, and with {@link MemberFencedException} if a partition is not this member's
     */
    public CompletableFuture<Void> commit(Map<TopicPartition, CommittedOffset> offsets) {
        Map<TopicPartition, CommittedOffset> copy = Map.copyOf(offsets);
        return cluster.onLoop(() -> group.commit(copy));
    }

    /** The offsets the group has committed for these partitions; those without one are missing. */
    public CompletableFuture<Map<TopicPartition, CommittedOffset>> committed(Collection<TopicPartition> partitions) {
        Set<TopicPartition> copy = Set.copyOf(partitions);
        return cluster.onLoop(() -> group.committed(copy));
    }

    /** The partitions this member has now. */
    public CompletableFuture<Set<TopicPartition>> assignment() {
        return cluster.onLoop(() -> CompletableFuture.completedFuture(group.owned()));
    }

    /**
     * Where this member is in each of its partitions: behind the last record a poll returned. Those of which that is not
     * known yet are missing.
     */
    public CompletableFuture<Map<TopicPartition, CommittedOffset>> positions() {
        return cluster.onLoop(() -> CompletableFuture.completedFuture(group.positions()));
    }

    /** Who this member is now, for a transaction that commits its offsets. */
    public CompletableFuture<GroupMembership> membership() {
        return cluster.onLoop(() -> CompletableFuture.completedFuture(group.membership()));
    }

    /** Goes on at this offset, zero or more. Fails if the partition is not this member's. */
    public CompletableFuture<Void> seek(TopicPartition partition, long offset) {
        CommittedOffset place = CommittedOffset.of(offset);
        return later(() -> group.seek(partition, place));
    }

    /** Goes on at this place. Fails if the partition is not this member's. */
    public CompletableFuture<Void> seek(TopicPartition partition, OffsetSpec place) {
        return later(() -> group.seek(partition, place));
    }

    /** Polls bring nothing of these partitions until they are resumed or given up. Fails if one is not this member's. */
    public CompletableFuture<Void> pause(Collection<TopicPartition> partitions) {
        List<TopicPartition> copy = List.copyOf(partitions);
        return later(() -> group.pause(copy, true));
    }

    /** Undoes {@link #pause}. Fails if a partition is not this member's. */
    public CompletableFuture<Void> resume(Collection<TopicPartition> partitions) {
        List<TopicPartition> copy = List.copyOf(partitions);
        return later(() -> group.pause(copy, false));
    }

    /**
     * Commits what is dealt with, if that is done automatically, gives up all partitions, leaves the group, and closes all
     * connections. A waiting poll is answered.
     *
     * @return done when that is done; never fails. What has not reached the cluster after {@link
     *     ClientConfig.Timeouts#callMs} is given up, so it takes no longer than that and one backoff, what the listener takes
     *     excepted. Closing again waits for that, too
     */
    public CompletableFuture<Void> closeLater() {
        return cluster.onLoop(this::closeInTime).handle((ignored, failure) -> null);
    }

    private CompletableFuture<Void> closeInTime() {
        if (closing == null) {
            closing = closeOnce();
        }
        return closing;
    }

    private CompletableFuture<Void> closeOnce() {
        // Without connections every step that is left fails at once, but for the listener's, which is still called.
        EventLoop.Cancellable deadline =
                cluster.loop().schedule(cluster.config().timeouts().callMs(), cluster::close);
        return group.close().whenComplete((ignored, failure) -> {
            deadline.cancel();
            cluster.close();
        });
    }

    /** As {@link #closeLater}, and waits for it. Not from the client's loop. */
    @Override
    public void close() {
        closeLater().join();
    }

    private CompletableFuture<Void> later(Runnable change) {
        return cluster.onLoop(() -> {
            change.run();
            return CompletableFuture.completedFuture(null);
        });
    }

    /** What a partition that is not this member's is answered with. */
    static ClientException notOurs(TopicPartition partition) {
        return new ClientException("partition " + partition + " is not assigned to this member");
    }
}
