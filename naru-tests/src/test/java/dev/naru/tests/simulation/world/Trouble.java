package dev.naru.tests.simulation.world;

import dev.naru.testkit.DiskFaults.Operation;
import dev.naru.testkit.SimulatedDisk;
import dev.naru.testkit.SimulatedNetwork;
import dev.naru.testkit.Simulation;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Everything that goes wrong, at random moments: connections are cut, hosts separated, answers held back, the disk is full or
 * fails, the broker's process is killed or its machine loses power. A broker that has ended is started again some time later.
 *
 * <p>Threading: confined to the simulation's thread.
 */
final class Trouble {
    private static final long CALM_MS_MAX = 1_500;
    private static final long SEPARATION_MS_MAX = 2_500;
    private static final long SILENCE_MS_MAX = 400;
    private static final long DOWN_MS_MAX = 1_500;
    private static final long FULL_MS_MAX = 2_000;
    private static final List<Operation> FAILING = List.of(
            Operation.WRITE,
            Operation.WRITE,
            Operation.FORCE,
            Operation.FORCE,
            Operation.RENAME,
            Operation.OPEN,
            Operation.FORCE_DIRECTORY,
            Operation.TRUNCATE);

    private final Simulation simulation;
    private final RandomGenerator random;
    private final SimulatedNetwork network;
    private final BrokerMachine machine;
    private final List<String> clients;
    private boolean over;
    private boolean restarting;

    Trouble(Simulation simulation, SimulatedNetwork network, BrokerMachine machine, List<String> clients) {
        this.simulation = simulation;
        this.random = simulation.random();
        this.network = network;
        this.machine = machine;
        this.clients = clients;
    }

    /** Goes on until {@link #end}. */
    void go() {
        keepRunning();
        simulation.after(random.nextLong(CALM_MS_MAX), () -> {
            if (!over) {
                strike();
                go();
            }
        });
    }

    /** Starts the broker some time after it has ended, for as long as the simulation runs. */
    void keepRunning() {
        if (!machine.isRunning() && !restarting) {
            restarting = true;
            simulation.after(random.nextLong(DOWN_MS_MAX), () -> {
                restarting = false;
                machine.start();
            });
        }
    }

    private void strike() {
        String client = clients.get(random.nextInt(clients.size()));
        switch (random.nextInt(14)) {
            case 0, 1 -> network.cut(BrokerMachine.HOST, client);
            case 2, 3 -> {
                network.separate(BrokerMachine.HOST, client);
                simulation.after(random.nextLong(SEPARATION_MS_MAX), network::healAll);
            }
            case 4, 5 -> machine.kill();
            case 6, 7 -> machine.powerOff();
            case 8 -> machine.stop(() -> {});
            case 9 -> fillDisk();
            case 10 -> machine.disk().faults().failOnce(FAILING.get(random.nextInt(FAILING.size())), path -> true);
            case 11, 12 -> silenceAndEnd();
            default -> {
                // Nothing: some runs of work shall be long.
            }
        }
    }

    /** What clients send is stored and they do not hear of it; when they send it again, another process must recognize it. */
    private void silenceAndEnd() {
        clients.forEach(client -> network.silence(BrokerMachine.HOST, client));
        long silenceMs = random.nextLong(SILENCE_MS_MAX);
        boolean isClean = random.nextBoolean();
        simulation.after(silenceMs, () -> {
            if (isClean) {
                machine.stop(() -> {});
            } else {
                machine.kill();
            }
        });
        simulation.after(silenceMs + SILENCE_MS_MAX, network::healAll);
    }

    private void fillDisk() {
        SimulatedDisk disk = machine.disk();
        long used = disk.totalBytes(BrokerMachine.DATA) - disk.usableBytes(BrokerMachine.DATA);
        disk.limitBytes(used + random.nextInt(20_000));
        simulation.after(random.nextLong(FULL_MS_MAX), () -> disk.limitBytes(Long.MAX_VALUE));
    }

    /** Heals everything; the broker is started if need be. */
    void end() {
        over = true;
        network.healAll();
        machine.disk().faults().heal();
        machine.disk().limitBytes(Long.MAX_VALUE);
    }
}
