package dev.naru.tests.simulation;

import dev.naru.broker.Broker;
import dev.naru.broker.BrokerPorts;
import dev.naru.broker.BrokerWatcher;
import dev.naru.broker.config.BrokerConfig;
import dev.naru.common.config.ConfigException;
import dev.naru.network.Listener;
import dev.naru.testkit.SimulatedDisk;
import dev.naru.testkit.SimulatedNetwork;
import dev.naru.testkit.SimulatedProcess;
import dev.naru.testkit.Simulation;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** One machine with a broker that dies and is started again. Threading: the simulation's thread. */
public final class CrashableBroker {
    public static final String HOST = "broker";
    public static final int PORT = 9092;

    private final Simulation simulation;
    private final SimulatedNetwork network;
    private final SimulatedDisk disk;
    private final BrokerConfig config;
    private SimulatedProcess process;
    private Broker broker;
    private boolean ready;

    public CrashableBroker(Simulation simulation, SimulatedNetwork network) throws ConfigException {
        this(simulation, network, Map.of());
    }

    public CrashableBroker(Simulation simulation, SimulatedNetwork network, Map<String, String> settings)
            throws ConfigException {
        this.simulation = simulation;
        this.network = network;
        this.disk = new SimulatedDisk(simulation.random());
        Map<String, String> all = new HashMap<>(settings);
        all.put("log.dirs", "/data");
        all.put("listeners", "PLAINTEXT://" + HOST + ":" + PORT);
        all.put("log.initial.task.delay.ms", "2000");
        all.put("log.flush.offset.checkpoint.interval.ms", "2000");
        this.config = BrokerConfig.of(all);
    }

    /** Starts a new process on what the disk holds and waits until it is ready. */
    public void start() throws IOException {
        ready = false;
        process = new SimulatedProcess(network, HOST, 2, disk);
        broker = new Broker(
                config,
                new BrokerPorts(
                        process.clock(),
                        process.loops(),
                        process.ioPool(),
                        disk,
                        process.network(),
                        new SplittableRandom(simulation.random().nextLong())),
                new Watcher());
        broker.start();
        simulation.runUntil(() -> ready, 60_000);
    }

    /** As kill -9: what was written is in the page cache of a machine that lives on. */
    public void kill() {
        process.kill();
    }

    /** As a power cut: what was not forced to disk may be gone, or half gone. */
    public void powerOff() {
        process.powerOff();
    }

    /** As SIGTERM. */
    public void stop() {
        boolean[] stopped = new boolean[1];
        broker.stop(() -> stopped[0] = true);
        simulation.runUntil(() -> stopped[0], 60_000);
        process.kill();
    }

    private final class Watcher implements BrokerWatcher {
        @Override
        public void onReady(List<Listener> advertised) {
            ready = true;
        }

        @Override
        public void onFailed(Throwable cause) {
            throw new AssertionError("the broker failed", cause);
        }
    }
}
