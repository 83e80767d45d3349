package dev.naru.coordinator.group.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.Uuid;
import dev.naru.common.runtime.Clock;
import dev.naru.common.runtime.EventLoop.Cancellable;
import dev.naru.coordinator.group.GroupConfig;
import dev.naru.coordinator.group.GroupConfig.Bounded;
import dev.naru.coordinator.group.GroupConfig.MigrationPolicy;
import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.coordinator.runtime.CoordinatorShard;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.ShardTimers;
import dev.naru.coordinator.runtime.TypedRecordSerde;
import dev.naru.metadata.ClusterDelta;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.LogPosition;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.metadata.PartitionRecord;
import dev.naru.protocol.metadata.RemoveTopicRecord;
import dev.naru.protocol.metadata.TopicRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A shard of groups on a log in memory, in a cluster whose topics a test makes. Threading: confined to the test. */
final class GroupBench {
    static final int SESSION_TIMEOUT_MS = 45_000;

    final ManualLoop loop = new ManualLoop();
    final MemoryShardLog log = new MemoryShardLog(loop);
    /** One for all shards: two of them are not to draw the same member id. */
    private final SplittableRandom random = new SplittableRandom(1);

    private final GroupConfig config;
    private ClusterImage image = ClusterImage.EMPTY;
    private CoordinatorShard<GroupShard> shard;
    private int topicCount;

    GroupBench(int assignmentIntervalMs) {
        this(assignmentIntervalMs, 4);
    }

    GroupBench(int assignmentIntervalMs, int membersMax) {
        config = new GroupConfig(
                new GroupConfig.Classic(6_000, 1_800_000, 100, 0),
                new GroupConfig.Consumer(
                        new Bounded(SESSION_TIMEOUT_MS, SESSION_TIMEOUT_MS, 60_000),
                        new Bounded(5_000, 5_000, 15_000),
                        new Bounded(assignmentIntervalMs, 0, 15_000),
                        membersMax,
                        List.of("uniform", "range"),
                        MigrationPolicy.BIDIRECTIONAL),
                new GroupConfig.CommittedOffsets(4_096, 86_400_000, 600_000));
        shard = newShard();
        shard.load();
        loop.advanceMs(0);
    }

    private CoordinatorShard<GroupShard> newShard() {
        return new CoordinatorShard<>(
                "test",
                loop,
                log,
                TypedRecordSerde.GROUPS,
                timers -> new GroupShard(timers, config, () -> image, random));
    }

    ClusterImage image() {
        return image;
    }

    /** Makes a topic, or gives it more partitions. */
    void topic(String name, int partitionCount) {
        TopicImage known = image.topic(name);
        Uuid id = known == null ? new Uuid(0, ++topicCount) : known.id();
        List<PersistedRecord> records = new ArrayList<>();
        if (known == null) {
            records.add(new TopicRecord().name(name).topicId(id));
        }
        for (int index = known == null ? 0 : known.partitionCount(); index < partitionCount; index++) {
            records.add(new PartitionRecord()
                    .topicId(id)
                    .partitionId(index)
                    .replicas(List.of(1))
                    .isr(List.of(1))
                    .leader(1));
        }
        publish(records);
    }

    void removeTopic(String name) {
        TopicImage known = image.topic(name);
        if (known != null) {
            publish(List.of(new RemoveTopicRecord().topicId(known.id())));
        }
    }

    void publish(List<PersistedRecord> records) {
        image = ClusterDelta.replay(
                image, records, new LogPosition(image.position().endOffset() + records.size(), 0));
        decide(state -> state.onImage(image)).run();
        loop.advanceMs(0);
    }

    /** Decides something and gives the answer, which must come at once. */
    <T> T decide(Function<GroupShard, Decision<T>> handler) {
        List<T> answers = new ArrayList<>();
        shard.decide(handler, answers::add, refusal -> {
            throw new AssertionError("refused: " + refusal);
        });
        loop.advanceMs(0);
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    /** Decides something whose answer is not waited for. */
    void send(Function<GroupShard, Decision<Runnable>> handler) {
        shard.decide(handler, Runnable::run, refusal -> {
            throw new AssertionError("refused: " + refusal);
        });
    }

    /** Decides something that may be refused, and lets what follows at once happen. */
    void send(Function<GroupShard, Decision<Runnable>> handler, Consumer<ErrorCode> refused) {
        shard.decide(handler, Runnable::run, refused);
        loop.advanceMs(0);
    }

    /** True while another broker takes over. */
    boolean isLoading() {
        return shard.activeState() == null;
    }

    /** Another broker takes over. */
    void reload() {
        shard.unload();
        shard = newShard();
        shard.load();
        loop.advanceMs(0);
    }

    GroupShard state() {
        return Objects.requireNonNull(shard.activeState());
    }

    /** What the log says must be what the shard knows. */
    void checkReplay() {
        GroupShard replayed = new GroupShard(
                new ShardTimers() {
                    @Override
                    public int batchSizeBytesMax() {
                        return 1 << 20;
                    }

                    @Override
                    public Clock clock() {
                        return loop.clock();
                    }

                    @Override
                    public Cancellable schedule(long delayMs, Supplier<Decision<Runnable>> action) {
                        return () -> {};
                    }
                },
                config,
                () -> image,
                new SplittableRandom(1));
        log.forEach((origin, record) -> replayed.replay(origin, record));
        assertThat(replayed.dump()).isEqualTo(state().dump());
    }

    @Nullable
    String topicName(Uuid id) {
        TopicImage topic = image.topics().get(id);
        return topic == null ? null : topic.name();
    }
}
