package dev.naru.tests.simulation.world;

import dev.naru.client.Address;
import dev.naru.client.ClientConfig;
import dev.naru.client.ClientRuntime;
import dev.naru.testkit.SimulatedDisk;
import dev.naru.testkit.SimulatedNetwork;
import dev.naru.testkit.SimulatedProcess;
import dev.naru.testkit.Simulation;
import java.util.List;

/**
 * Where a client runs: a process with one loop, which is never killed.
 *
 * <p>Threading: confined to the simulation's thread.
 */
final class ClientMachine {
    private static final ClientConfig.Timeouts TIMEOUTS =
            new ClientConfig.Timeouts(1_500, 6_000, 600_000, 20, 200, 3_000);

    private final String name;
    private final Simulation simulation;
    private final SimulatedProcess process;

    ClientMachine(Simulation simulation, SimulatedNetwork network, String name) {
        this.name = name;
        this.simulation = simulation;
        this.process = new SimulatedProcess(network, name, 1, new SimulatedDisk(simulation.random()));
    }

    String name() {
        return name;
    }

    SimulatedProcess process() {
        return process;
    }

    ClientConfig config() {
        return ClientConfig.of(List.of(new Address(BrokerMachine.HOST, BrokerMachine.PORT)))
                .withClientId(name)
                .withTimeouts(TIMEOUTS);
    }

    ClientRuntime runtime() {
        return new ClientRuntime(process.loops().all().get(0), process.network(), simulation.random());
    }
}
