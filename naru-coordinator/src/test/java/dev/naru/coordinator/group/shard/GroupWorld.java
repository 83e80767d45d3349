package dev.naru.coordinator.group.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.Uuid;
import dev.naru.common.runtime.EventLoop;
import dev.naru.coordinator.group.GroupConfig;
import dev.naru.coordinator.runtime.CoordinatorShard;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.InMemoryShardLog;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.coordinator.runtime.TransactionEnd;
import dev.naru.coordinator.runtime.TypedRecordSerde;
import dev.naru.metadata.ClusterDelta;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.LogPosition;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.metadata.PartitionRecord;
import dev.naru.protocol.metadata.RemoveTopicRecord;
import dev.naru.protocol.metadata.TopicRecord;
import dev.naru.testkit.SimulatedLoops;
import dev.naru.testkit.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One shard of groups on a simulated loop, with a log that survives it and a cluster that has topics.
 *
 * <p>Threading: confined to the test's thread.
 */
final class GroupWorld {
    private static final GroupConfig CONFIG = new GroupConfig(
            new GroupConfig.Classic(1_000, 1_800_000, 4, 3_000),
            new GroupConfig.Consumer(
                    new GroupConfig.Bounded(45_000, 45_000, 60_000),
                    new GroupConfig.Bounded(5_000, 5_000, 15_000),
                    new GroupConfig.Bounded(0, 0, 15_000),
                    4,
                    List.of("uniform", "range"),
                    GroupConfig.MigrationPolicy.BIDIRECTIONAL),
            new GroupConfig.CommittedOffsets(10, 3_600_000, 60_000));
    private static final long TURN_MS = 1;

    final Simulation simulation;
    final EventLoop loop;
    final InMemoryShardLog log;
    private CoordinatorShard<GroupShard> shard;
    private ClusterImage image = ClusterImage.EMPTY;
    private long nextTopicId = 1;

    GroupWorld(long seed) {
        simulation = new Simulation(seed);
        loop = new SimulatedLoops(simulation, "coordinator", 1).all().get(0);
        log = new InMemoryShardLog(loop);
        shard = load();
    }

    private CoordinatorShard<GroupShard> load() {
        CoordinatorShard<GroupShard> made = new CoordinatorShard<>(
                "groups",
                loop,
                log,
                TypedRecordSerde.GROUPS,
                timers -> new GroupShard(timers, CONFIG, () -> image, new SplittableRandom(simulation.seed())));
        loop.execute(made::load);
        return made;
    }

    /** Another broker takes over, or this one again. */
    void fail() {
        CoordinatorShard<GroupShard> before = shard;
        loop.execute(before::unload);
        shard = load();
    }

    /** Another broker takes over that never got what was not committed. */
    void failAndLoseUncommitted() {
        CoordinatorShard<GroupShard> before = shard;
        loop.execute(() -> {
            before.unload();
            log.loseUncommitted();
            log.commit();
        });
        shard = load();
    }

    void run() {
        run(TURN_MS);
    }

    void run(long ms) {
        simulation.runFor(ms);
    }

    /** Has something decided as soon as the loop comes to it; what follows the commit runs on the loop. */
    <T> void decide(Function<GroupShard, Decision<T>> handler, Consumer<T> answer, Consumer<ErrorCode> refused) {
        CoordinatorShard<GroupShard> asked = shard;
        loop.execute(() -> asked.decide(handler, answer, refused));
    }

    void endTransaction(ProducerIdentity producer, boolean isCommitted, Consumer<ErrorCode> done) {
        CoordinatorShard<GroupShard> asked = shard;
        loop.execute(() -> asked.endTransaction(new TransactionEnd(producer, 0, isCommitted), done));
    }

    ClusterImage image() {
        return image;
    }

    void createTopic(String name, int partitions) {
        Uuid id = new Uuid(0, nextTopicId++);
        List<PersistedRecord> records = new ArrayList<>();
        records.add(new TopicRecord().name(name).topicId(id));
        for (int partition = 0; partition < partitions; partition++) {
            records.add(new PartitionRecord()
                    .topicId(id)
                    .partitionId(partition)
                    .replicas(List.of(0))
                    .isr(List.of(0))
                    .leader(0));
        }
        publish(records);
    }

    void deleteTopic(String name) {
        publish(List.of(new RemoveTopicRecord()
                .topicId(Objects.requireNonNull(image.topic(name)).id())));
    }

    private void publish(List<PersistedRecord> records) {
        image = ClusterDelta.replay(image, records, LogPosition.START);
        ClusterImage published = image;
        decide(state -> state.onImage(published), Runnable::run, refusal -> {});
    }

    /** What is persistent, as text. */
    String dump() {
        String[] text = new String[1];
        loop.execute(() -> {
            GroupShard state = shard.activeState();
            text[0] = state == null ? "not loaded\n" : state.dump();
        });
        run();
        return text[0];
    }

    /** What is in memory is what the log says. */
    void checkReplay() {
        String live = dump();
        GroupShard[] replayed = new GroupShard[1];
        CoordinatorShard<GroupShard> again = new CoordinatorShard<>(
                "again",
                loop,
                log.copy(),
                TypedRecordSerde.GROUPS,
                timers -> replayed[0] = new GroupShard(timers, CONFIG, () -> image, new SplittableRandom(0)));
        loop.execute(() -> {
            again.load();
            again.unload();
        });
        run();
        assertThat(live).isEqualTo(replayed[0].dump());
    }
}
