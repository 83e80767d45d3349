package dev.naru.tests.simulation.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.client.ClientRuntime;
import dev.naru.client.CommittedOffset;
import dev.naru.client.FoundOffset;
import dev.naru.client.OffsetSpec;
import dev.naru.client.admin.Admin;
import dev.naru.client.admin.NewTopic;
import dev.naru.client.group.ClassicAssignor;
import dev.naru.client.group.GroupConfig;
import dev.naru.client.producer.Producer;
import dev.naru.client.producer.ProducerConfig;
import dev.naru.client.producer.ProducerRecord;
import dev.naru.common.TopicPartition;
import dev.naru.common.config.ConfigException;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import dev.naru.testkit.SimulatedDisk;
import dev.naru.testkit.SimulatedNetwork;
import dev.naru.testkit.SimulatedProcess;
import dev.naru.testkit.Simulation;
import dev.naru.tests.simulation.CrashableBroker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * G2, G4 and G5 of the failures others had, with our members of all kinds of groups: while the broker is killed and started,
 * connections are cut, and members are silent or dawdle, commits chain without gap, overlap or way back, and in the end
 * everything was read.
 */
class GroupConsumerSimulationTest {
    private static final String TOPIC = "rice";
    private static final String GROUP = "millers";
    private static final int PARTITIONS = 4;
    private static final int MEMBERS = 3;
    private static final long TROUBLE_MS = 240_000;
    private static final long SETTLING_MS_MAX = 400_000;

    @Seeded(count = 40)
    void everyRecordIsReadOnceByTheHistoryOfCommits(Gen gen) throws IOException, ConfigException {
        Simulation simulation = new Simulation(gen.seed());
        SimulatedNetwork network = new SimulatedNetwork(simulation);
        CrashableBroker broker = new CrashableBroker(simulation, network, Map.of("offsets.topic.num.partitions", "3"));
        broker.start();
        SimulatedProcess writing = process(network, simulation, "writer");
        ClientRuntime runtime = GroupReader.runtime(simulation, writing);
        Admin admin = new Admin(GroupReader.config("writer"), runtime);
        await(simulation, admin.createTopic(NewTopic.of(TOPIC, PARTITIONS)));
        GroupCommits commits = new GroupCommits();
        GroupConfig config = config(gen);
        List<String> hosts = new ArrayList<>();
        List<GroupReader> readers = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            String name = "member-" + i;
            hosts.add(name);
            readers.add(new GroupReader(simulation, name, process(network, simulation, name), config, TOPIC, commits));
        }
        Producer producer = new Producer(GroupReader.config("writer"), runtime, ProducerConfig.DEFAULT);
        for (long until = simulation.clock().nanos() + TROUBLE_MS * 1_000_000;
                simulation.clock().nanos() < until; ) {
            send(producer, gen);
            strike(gen, simulation, network, broker, hosts);
            simulation.runFor(gen.intIn(0, 2_000));
        }
        network.healAll();
        readers.forEach(GroupReader::calmDown);
        await(simulation, producer.closeLater());
        Map<TopicPartition, FoundOffset> ends = await(simulation, admin.offsets(ends()));
        await(
                simulation,
                "everything is committed",
                () -> ends.entrySet().stream()
                        .allMatch(end -> commits.committed(end.getKey())
                                == end.getValue().offset()));
        readers.forEach(GroupReader::close);
        await(simulation, "the members are gone", () -> readers.stream().allMatch(GroupReader::isClosed));

        Map<TopicPartition, CommittedOffset> kept = await(simulation, admin.groupOffsets(GROUP));
        for (int partition = 0; partition < PARTITIONS; partition++) {
            TopicPartition each = new TopicPartition(TOPIC, partition);
            if (commits.committed(each) > 0) {
                assertThat(kept.get(each).offset()).isEqualTo(commits.committed(each));
            }
        }
        assertThat(await(simulation, admin.group(GROUP)).members()).isEmpty();
        admin.close();
        simulation.runFor(5_000);
        assertThat(network.unreleasedFrames()).isZero();
    }

    private static GroupConfig config(Gen gen) {
        GroupConfig config = GroupConfig.of(GROUP);
        GroupConfig classic = config.with(GroupConfig.Protocol.CLASSIC);
        return switch (gen.intIn(0, 2)) {
            case 0 -> config;
            case 1 -> classic.with(GroupConfig.Classic.DEFAULT.with(ClassicAssignor.RANGE));
            default -> classic.with(GroupConfig.Classic.DEFAULT.with(ClassicAssignor.COOPERATIVE_STICKY));
        };
    }

    private static void send(Producer producer, Gen gen) {
        for (int i = gen.intIn(0, 20); i > 0; i--) {
            var unused = producer.send(
                    ProducerRecord.of(TOPIC, null, new byte[10]).withPartition(gen.intIn(0, PARTITIONS - 1)));
        }
    }

    private static void strike(
            Gen gen, Simulation simulation, SimulatedNetwork network, CrashableBroker broker, List<String> hosts)
            throws IOException {
        String host = hosts.get(gen.intIn(0, hosts.size() - 1));
        switch (gen.intIn(0, 60)) {
            case 0, 1, 2 -> network.cut(CrashableBroker.HOST, host);
            case 3 -> {
                network.separate(CrashableBroker.HOST, host);
                simulation.after(gen.intIn(1_000, 70_000), network::healAll);
            }
            case 4 -> {
                network.silence(CrashableBroker.HOST, host);
                simulation.after(gen.intIn(100, 3_000), network::healAll);
            }
            case 5 -> {
                if (gen.chance(70)) {
                    broker.kill();
                } else {
                    broker.stop();
                }
                simulation.runFor(gen.intIn(0, 3_000));
                broker.start();
            }
            default -> {
                // Quiet: a group has to come to rest now and then.
            }
        }
    }

    private static SimulatedProcess process(SimulatedNetwork network, Simulation simulation, String host) {
        return new SimulatedProcess(network, host, 1, new SimulatedDisk(simulation.random()));
    }

    private static Map<TopicPartition, OffsetSpec> ends() {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            ends.put(new TopicPartition(TOPIC, partition), OffsetSpec.latest());
        }
        return ends;
    }

    private static void await(Simulation simulation, String what, BooleanSupplier condition) {
        try {
            simulation.runUntil(condition, SETTLING_MS_MAX);
        } catch (AssertionError e) {
            throw new AssertionError(what + ": " + e.getMessage(), e);
        }
    }

    private static <T> T await(Simulation simulation, CompletableFuture<T> call) {
        await(simulation, "an answer", call::isDone);
        return call.join();
    }
}
