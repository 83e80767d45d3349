package dev.naru.benchmarks.assignment;

import dev.naru.common.Uuid;
import dev.naru.common.runtime.Clock;
import dev.naru.common.runtime.EventLoop.Cancellable;
import dev.naru.coordinator.group.ClientInfo;
import dev.naru.coordinator.group.GroupConfig;
import dev.naru.coordinator.group.GroupConfig.Bounded;
import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.coordinator.runtime.CoordinatorRecord;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.RecordOrigin;
import dev.naru.coordinator.runtime.ShardTimers;
import dev.naru.metadata.ClusterDelta;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.LogPosition;
import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.message.ConsumerGroupHeartbeatRequest;
import dev.naru.protocol.message.ConsumerGroupHeartbeatResponse;
import dev.naru.protocol.metadata.PartitionRecord;
import dev.naru.protocol.metadata.TopicRecord;
import dev.naru.testkit.SimulatedClock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A shard of groups without a log around it: what is decided is replayed at once. Says how long the decisions took, that is
 * for how long they would hold up the loop, and how many bytes they write.
 *
 * <p>Threading: the main thread.
 */
final class LargeGroup implements ShardTimers {
    private static final ClientInfo CLIENT = new ClientInfo("load", "/127.0.0.1", (short) 1);
    private static final int TOPIC_PARTITIONS = 100;

    private final SimulatedClock clock = new SimulatedClock();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::dueMs).thenComparingLong(Timer::number));
    private final List<String> topics = new ArrayList<>();
    private final GroupShard shard;
    private ClusterImage image = ClusterImage.EMPTY;
    private long timerCount;
    private long offset;
    private Cost cost = new Cost();

    private record Timer(long dueMs, long number, Supplier<Decision<Runnable>> action) {}

    /** What decisions cost since it was last taken. */
    static final class Cost {
        private long nanos;
        private long longestNanos;
        private long largestBytes;

        double totalMs() {
            return nanos / 1e6;
        }

        double longestMs() {
            return longestNanos / 1e6;
        }

        long largestBytes() {
            return largestBytes;
        }
    }

    LargeGroup(int partitionCount) {
        GroupConfig config = new GroupConfig(
                new GroupConfig.Classic(6_000, 1_800_000, Integer.MAX_VALUE, 3_000),
                new GroupConfig.Consumer(
                        new Bounded(45_000, 45_000, 60_000),
                        new Bounded(5_000, 5_000, 15_000),
                        new Bounded(1_000, 0, 15_000),
                        Integer.MAX_VALUE,
                        List.of("uniform", "range"),
                        GroupConfig.MigrationPolicy.BIDIRECTIONAL),
                new GroupConfig.CommittedOffsets(4_096, 86_400_000, 600_000));
        for (int number = 0; number * TOPIC_PARTITIONS < partitionCount; number++) {
            topics.add("topic-" + number);
            addTopic("topic-" + number);
        }
        shard = new GroupShard(this, config, () -> image, new SplittableRandom(1));
        shard.onLoaded();
    }

    private void addTopic(String name) {
        Uuid id = new Uuid(1, name.hashCode());
        List<PersistedRecord> records = new ArrayList<>();
        records.add(new TopicRecord().name(name).topicId(id));
        for (int partition = 0; partition < TOPIC_PARTITIONS; partition++) {
            records.add(new PartitionRecord()
                    .topicId(id)
                    .partitionId(partition)
                    .replicas(List.of(1))
                    .isr(List.of(1))
                    .leader(1));
        }
        image = ClusterDelta.replay(
                image, records, new LogPosition(image.position().endOffset() + records.size(), 0));
    }

    /** A topic nobody subscribes to comes into the cluster. */
    void addForeignTopic(String name) {
        addTopic(name);
        decide(() -> shard.onImage(image)).run();
        pass(0);
    }

    Cost takeCost() {
        Cost taken = cost;
        cost = new Cost();
        return taken;
    }

    /** A heartbeat; a member that joins says what it subscribes to, others what they own if that is asked. */
    ConsumerGroupHeartbeatResponse beat(
            String group,
            String member,
            int epoch,
            @Nullable List<ConsumerGroupHeartbeatResponse.TopicPartitions> owned) {
        ConsumerGroupHeartbeatRequest request = new ConsumerGroupHeartbeatRequest()
                .groupId(group)
                .memberId(member)
                .memberEpoch(epoch);
        if (epoch == 0) {
            request.rebalanceTimeoutMs(300_000).subscribedTopicNames(topics).topicPartitions(List.of());
        } else if (owned != null) {
            request.topicPartitions(owned.stream()
                    .map(topic -> new ConsumerGroupHeartbeatRequest.TopicPartitions()
                            .topicId(topic.topicId())
                            .partitions(topic.partitions()))
                    .toList());
        }
        return decide(() -> shard.consumer().heartbeat(CLIENT, request));
    }

    private <T> T decide(Supplier<Decision<T>> asked) {
        long startNanos = System.nanoTime();
        Decision<T> decision = asked.get();
        long bytes = 0;
        for (CoordinatorRecord record : decision.records()) {
            bytes += record.sizeBytes();
            shard.replay(new RecordOrigin(offset++, clock.wallMs(), decision.producer()), record);
        }
        long nanos = System.nanoTime() - startNanos;
        cost.nanos += nanos;
        cost.longestNanos = Math.max(cost.longestNanos, nanos);
        cost.largestBytes = Math.max(cost.largestBytes, bytes);
        return decision.response();
    }

    /** Time passes; what is due is decided. */
    void pass(long ms) {
        long endMs = nowMs() + ms;
        while (!timers.isEmpty() && timers.peek().dueMs <= endMs) {
            Timer next = timers.remove();
            clock.advanceMs(Math.max(0, next.dueMs - nowMs()));
            decide(next.action).run();
        }
        clock.advanceMs(endMs - nowMs());
    }

    private long nowMs() {
        return clock.nanos() / 1_000_000;
    }

    @Override
    public int batchSizeBytesMax() {
        return 1 << 20;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Cancellable schedule(long delayMs, Supplier<Decision<Runnable>> action) {
        Timer timer = new Timer(nowMs() + delayMs, timerCount++, action);
        timers.add(timer);
        return () -> timers.remove(timer);
    }
}
