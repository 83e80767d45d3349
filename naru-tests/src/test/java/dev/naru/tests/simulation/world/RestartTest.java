package dev.naru.tests.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.client.admin.Admin;
import dev.naru.client.admin.NewTopic;
import dev.naru.testkit.SimulatedNetwork;
import dev.naru.testkit.Simulation;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a restart leaves as it was, and what it does not. */
class RestartTest {
    private static final long WAIT_MS_MAX = 30_000;

    private final Simulation simulation = new Simulation(7);
    private final SimulatedNetwork network = new SimulatedNetwork(simulation);
    private final BrokerMachine machine = new BrokerMachine(simulation, network, new History());
    private final ClientMachine client = new ClientMachine(simulation, network, "client");
    private final Admin admin = new Admin(client.config(), client.runtime());

    @BeforeEach
    void createTopic() {
        start();
        await(admin.createTopic(NewTopic.of("rice", 1)));
    }

    private void start() {
        machine.start();
        simulation.runUntil(machine::isReady, WAIT_MS_MAX);
    }

    private <T> T await(CompletableFuture<T> call) {
        simulation.runUntil(call::isDone, WAIT_MS_MAX);
        return call.join();
    }

    private int leaderEpoch() {
        return await(admin.topic("rice")).partitions().get(0).leaderEpoch();
    }

    @Test
    void givesPartitionsANewLeaderEpochAfterACrash() {
        int before = leaderEpoch();

        machine.kill();
        start();

        assertThat(leaderEpoch()).isEqualTo(before + 1);
    }

    @Test
    void keepsTheLeaderEpochOverACleanStop() {
        int before = leaderEpoch();

        boolean[] stopped = {false};
        machine.stop(() -> stopped[0] = true);
        simulation.runUntil(() -> stopped[0], WAIT_MS_MAX);
        start();

        assertThat(leaderEpoch()).isEqualTo(before);
    }

    @Test
    void finishesMakingATopicBeforeItStops() {
        CompletableFuture<?> created = admin.createTopic(NewTopic.of("salt", 8));
        simulation.runUntil(
                () -> machine.stored().all().keySet().stream()
                        .anyMatch(id -> id.partition().topic().equals("salt")),
                WAIT_MS_MAX);

        boolean[] stopped = {false};
        machine.stop(() -> stopped[0] = true);
        simulation.runUntil(() -> stopped[0], WAIT_MS_MAX);

        assertThat(machine.disk().openFiles()).isEmpty();
        start();
        assertThat(await(admin.topic("salt")).partitions()).hasSize(8);
        assertThat(created).isDone();
    }
}
