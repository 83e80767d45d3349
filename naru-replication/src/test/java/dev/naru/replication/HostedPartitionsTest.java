package dev.naru.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.common.runtime.EventLoop;
import dev.naru.record.TimestampType;
import dev.naru.record.TopicRules;
import dev.naru.storage.LogConfig;
import dev.naru.storage.LogManager;
import dev.naru.storage.LogManagerConfig;
import dev.naru.storage.SegmentConfig;
import dev.naru.testkit.SimulatedDisk;
import dev.naru.testkit.SimulatedIoPool;
import dev.naru.testkit.SimulatedLoops;
import dev.naru.testkit.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostedPartitionsTest {
    private static final Uuid FIRST = new Uuid(1, 1);
    private static final Uuid SECOND = new Uuid(2, 2);
    private static final TopicRules RULES =
            new TopicRules(1 << 20, null, TimestampType.CREATE_TIME, Long.MAX_VALUE, 3_600_000, false);

    private final Simulation simulation = new Simulation(5);
    private final SimulatedDisk disk = new SimulatedDisk(simulation.random());
    private SimulatedLoops loops = new SimulatedLoops(simulation, "broker", 3);
    private LogManager logs = manager();
    private HostedPartitions hosted = hosted();

    private LogManager manager() {
        return new LogManager(
                LogManagerConfig.of(List.of(Path.of("/data"))),
                disk,
                new SimulatedIoPool(simulation),
                owner(),
                new SplittableRandom(1),
                (directory, cause) -> {
                    throw new AssertionError(cause);
                });
    }

    private HostedPartitions hosted() {
        return new HostedPartitions(0, owner(), loops, logs);
    }

    private EventLoop owner() {
        return loops.all().get(0);
    }

    @BeforeEach
    void begin() throws IOException {
        load(List.of());
    }

    private void load(List<HostedReplica> replicas) throws IOException {
        logs.open();
        logs.identify("cluster", 0);
        waitFor(done -> hosted.load(replicas, done, cause -> {
            throw new AssertionError(cause);
        }));
    }

    private void restart(List<HostedReplica> replicas) throws IOException {
        waitFor(done -> hosted.close(() -> logs.close(done)));
        logs.freeLocks();
        loops = new SimulatedLoops(simulation, "broker", 3);
        logs = manager();
        hosted = hosted();
        load(replicas);
    }

    private void apply(List<HostedReplica> replicas, TopicPartition... removed) {
        waitFor(done -> hosted.apply(replicas, List.of(removed), done));
    }

    private void waitFor(Consumer<Runnable> work) {
        boolean[] isDone = new boolean[1];
        owner().execute(() -> work.accept(() -> isDone[0] = true));
        simulation.runUntil(() -> isDone[0], 120_000);
    }

    private static HostedReplica replica(String topic, Uuid id, int partition, int epoch, LogConfig config) {
        return new HostedReplica(
                new PartitionAssignment(
                        new TopicPartition(topic, partition), id, 0, epoch, epoch, List.of(0), List.of(0)),
                new PartitionConfig(config, RULES, 1));
    }

    private static List<HostedReplica> replicas(String topic, Uuid id, int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> replica(topic, id, partition, 0, LogConfig.DEFAULTS))
                .toList();
    }

    @Test
    void partitionsAreFoundByNameAndIdAndSpreadOverTheLoops() {
        apply(replicas("t", FIRST, 30));

        HostedTopic topic = hosted.lookup().byName("t");
        assertThat(topic).isNotNull().isSameAs(hosted.lookup().byId(FIRST));
        assertThat(topic.partitions()).hasSize(30);
        assertThat(topic.partitions().values())
                .extracting(Partition::loop)
                .contains(loops.all().get(0), loops.all().get(1), loops.all().get(2));
        assertThat(topic.partitions().values())
                .allSatisfy(partition -> assertThat(partition.loop()).isSameAs(hosted.loopOf(partition.id())));
    }

    @Test
    void aRemovedTopicIsGoneAndMayComeAgainUnderAnotherIdInOneChange() {
        apply(replicas("t", FIRST, 2));
        apply(replicas("t", SECOND, 1), new TopicPartition("t", 0), new TopicPartition("t", 1));

        assertThat(hosted.lookup().byId(FIRST)).isNull();
        HostedTopic again = hosted.lookup().byId(SECOND);
        assertThat(again).isNotNull();
        assertThat(again.partitions()).containsOnlyKeys(0);
        assertThat(again.partitions().get(0).topicId()).isEqualTo(SECOND);
    }

    @Test
    void changedSettingsAndLeadersReachThePartition() {
        apply(replicas("t", FIRST, 1));
        LogConfig smaller = LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withSizeBytes(1 << 20));
        apply(List.of(replica("t", FIRST, 0, 4, smaller)));

        HostedTopic topic = hosted.lookup().byName("t");
        assertThat(topic).isNotNull();
        Partition partition = topic.partitions().get(0);
        assertThat(partition.config().log()).isEqualTo(smaller);
        assertThat(partition.leaderEpoch()).isEqualTo(4);
    }

    @Test
    void changesAreMadeOneAfterTheOther() {
        List<Integer> order = new ArrayList<>();
        waitFor(done -> {
            hosted.apply(replicas("a", FIRST, 5), List.of(), () -> order.add(1));
            hosted.apply(List.of(), List.of(new TopicPartition("a", 0)), () -> order.add(2));
            hosted.apply(replicas("b", SECOND, 5), List.of(), () -> {
                order.add(3);
                done.run();
            });
        });

        assertThat(order).containsExactly(1, 2, 3);
        HostedTopic topic = hosted.lookup().byName("a");
        assertThat(topic).isNotNull();
        assertThat(topic.partitions()).containsOnlyKeys(1, 2, 3, 4);
    }

    @Test
    void afterARestartEverythingIsThereAgain() throws IOException {
        apply(replicas("t", FIRST, 3));

        restart(replicas("t", FIRST, 3));

        HostedTopic topic = hosted.lookup().byId(FIRST);
        assertThat(topic).isNotNull();
        assertThat(topic.partitions()).hasSize(3);
    }

    @Test
    void dataWithoutATopicIsLeftAloneUntilATopicOfItsNameTakesItsPlace() throws IOException {
        apply(replicas("t", FIRST, 1));

        restart(List.of());
        assertThat(hosted.lookup().topics()).isEmpty();
        assertThat(disk.exists(Path.of("/data/t-0"))).isTrue();

        apply(replicas("t", SECOND, 1));
        HostedTopic topic = hosted.lookup().byId(SECOND);
        assertThat(topic).isNotNull();
        assertThat(topic.partitions().get(0).topicId()).isEqualTo(SECOND);
    }
}
