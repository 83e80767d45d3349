package dev.naru.tests.simulation.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.config.ConfigException;
import dev.naru.protocol.message.CreateTopicsRequest;
import dev.naru.protocol.message.CreateTopicsResponse;
import dev.naru.testkit.Gen;
import dev.naru.testkit.SimulatedDisk;
import dev.naru.testkit.SimulatedNetwork;
import dev.naru.testkit.SimulatedProcess;
import dev.naru.testkit.Simulation;
import dev.naru.tests.simulation.CrashableBroker;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * One simulated broker whose coordinators have few partitions and little patience, and the machine its clients run on.
 *
 * <p>Threading: the simulation's thread.
 */
final class Cluster {
    private static final String CLIENTS = "clients";
    private static final long WAIT_MS_MAX = 60_000;
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("offsets.topic.num.partitions", "3"),
            Map.entry("transaction.state.log.num.partitions", "3"),
            Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"),
            Map.entry("group.initial.rebalance.delay.ms", "50"),
            Map.entry("group.min.session.timeout.ms", "500"),
            Map.entry("group.consumer.min.session.timeout.ms", "500"),
            Map.entry("group.consumer.session.timeout.ms", "1500"),
            Map.entry("group.consumer.min.heartbeat.interval.ms", "100"),
            Map.entry("group.consumer.heartbeat.interval.ms", "200"));

    private final Simulation simulation;
    private final SimulatedNetwork network;
    private final CrashableBroker broker;
    private final SimulatedProcess clients;
    private final Gen gen;

    Cluster(Gen gen) throws ConfigException {
        this.gen = gen;
        this.simulation = new Simulation(gen.seed());
        this.network = new SimulatedNetwork(simulation);
        this.clients = new SimulatedProcess(network, CLIENTS, 1, new SimulatedDisk(simulation.random()));
        this.broker = new CrashableBroker(simulation, network, SETTINGS);
    }

    Simulation simulation() {
        return simulation;
    }

    /** A client of its own, with chance of its own. */
    Caller caller() {
        return new Caller(clients, gen.split());
    }

    void start() throws IOException {
        broker.start();
    }

    void createTopic(String name, int partitions) {
        boolean[] created = new boolean[1];
        caller().call(
                        () -> new CreateTopicsRequest()
                                .timeoutMs(10_000)
                                .topics(List.of(new CreateTopicsRequest.CreatableTopic()
                                        .name(name)
                                        .numPartitions(partitions)
                                        .replicationFactor((short) 1))),
                        7,
                        CreateTopicsResponse.class,
                        response -> 0,
                        response -> {
                            assertThat(response.topics().get(0).errorCode()).isZero();
                            created[0] = true;
                        });
        runUntil("topic " + name + " is made", () -> created[0]);
    }

    /** Whatever may befall a broker that keeps what it wrote. */
    void strike() throws IOException {
        if (gen.anyBoolean()) {
            // What is asked is still done, and nobody hears of it.
            network.silence(CrashableBroker.HOST, CLIENTS);
            simulation.runFor(gen.intIn(0, 200));
        }
        switch (gen.intIn(0, 4)) {
            case 0, 1 -> {
                broker.kill();
                restart();
            }
            case 2 -> {
                broker.stop();
                restart();
            }
            default -> network.cut(CLIENTS, CrashableBroker.HOST);
        }
        network.healAll();
    }

    /** The plug is pulled: what was not forced is gone. */
    void losePower() throws IOException {
        broker.powerOff();
        restart();
    }

    private void restart() throws IOException {
        simulation.runFor(gen.intIn(0, 3_000));
        broker.start();
    }

    void runUntil(String what, BooleanSupplier condition) {
        try {
            simulation.runUntil(condition, WAIT_MS_MAX);
        } catch (AssertionError e) {
            throw new AssertionError(what + ": " + e.getMessage(), e);
        }
    }
}
