package dev.naru.tests.simulation.world;

import dev.naru.broker.Broker;
import dev.naru.broker.BrokerPorts;
import dev.naru.broker.BrokerWatcher;
import dev.naru.broker.config.BrokerConfig;
import dev.naru.common.config.ConfigException;
import dev.naru.common.net.Acceptor;
import dev.naru.common.net.ConnectionHandler;
import dev.naru.network.Listener;
import dev.naru.testkit.SimulatedDisk;
import dev.naru.testkit.SimulatedNetwork;
import dev.naru.testkit.SimulatedProcess;
import dev.naru.testkit.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The machine a broker runs on, with a disk that outlives it. Whenever the broker's process has ended, for whatever reason, and
 * the next one is ready, the history hears what was on disk then and what is now.
 *
 * <p>Threading: confined to the simulation's thread.
 */
final class BrokerMachine {
    static final String HOST = "broker";
    static final int PORT = 9092;
    static final Path DATA = Path.of("/data");
    private static final int LOOPS = 2;

    private final Simulation simulation;
    private final SimulatedNetwork network;
    private final History history;
    private final SimulatedDisk disk;
    private @Nullable SimulatedProcess process;
    private @Nullable Broker broker;
    private boolean ready;
    /** Clients can connect. */
    private boolean open;

    private boolean stopping;
    private int starts;
    /** What was on disk when the last process that had been ready ended. */
    private @Nullable StoredLogs atEnd;

    private boolean powerLost;

    BrokerMachine(Simulation simulation, SimulatedNetwork network, History history) {
        this.simulation = simulation;
        this.network = network;
        this.history = history;
        this.disk = new SimulatedDisk(simulation.random());
    }

    SimulatedDisk disk() {
        return disk;
    }

    /** True if clients can use it, and it is not about to stop. */
    boolean isReady() {
        return ready && !stopping;
    }

    boolean isRunning() {
        return process != null;
    }

    int starts() {
        return starts;
    }

    /** Begins a new process. */
    void start() {
        if (process != null) {
            throw new IllegalStateException("the broker runs already");
        }
        starts++;
        stopping = false;
        SimulatedProcess started = new SimulatedProcess(network, HOST, LOOPS, disk);
        process = started;
        Watcher watcher = new Watcher(started);
        Broker made = new Broker(
                config(),
                new BrokerPorts(started.clock(), started.loops(), started.ioPool(), disk, watcher, simulation.random()),
                watcher);
        broker = made;
        try {
            made.start();
        } catch (IOException e) {
            endSoon(started);
        }
    }

    private static BrokerConfig config() {
        try {
            return BrokerConfig.of(Map.of(
                    "broker.id", "1",
                    "listeners", "PLAINTEXT://" + HOST + ":" + PORT,
                    "log.dirs", DATA.toString(),
                    "auto.create.topics.enable", "false",
                    "log.initial.task.delay.ms", "1000",
                    "log.flush.offset.checkpoint.interval.ms", "1500",
                    "log.retention.check.interval.ms", "2000"));
        } catch (ConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As kill -9, if it runs. */
    void kill() {
        if (disk.hasForceFailed()) {
            // Only a machine that starts afresh shows what is really on its disk; nobody can be protected from the
            // other.
            powerOff();
        } else {
            end(SimulatedProcess::kill);
        }
    }

    /** As pulling the plug, if it runs. */
    void powerOff() {
        if (process != null) {
            end(SimulatedProcess::powerOff);
            powerLost = true;
        }
    }

    /** As SIGTERM, if it is ready; {@code done} runs when the process is gone. */
    void stop(Runnable done) {
        SimulatedProcess stopped = process;
        if (!ready || stopping) {
            return;
        }
        stopping = true;
        Objects.requireNonNull(broker)
                .stop(() -> simulation.after(1, () -> {
                    if (process == stopped) {
                        checkNothingIsOpen();
                        kill();
                        done.run();
                    }
                }));
    }

    private void checkNothingIsOpen() {
        if (!disk.openFiles().isEmpty()) {
            throw new AssertionError("a broker that has stopped keeps files open: " + disk.openFiles());
        }
    }

    private void end(Consumer<SimulatedProcess> how) {
        SimulatedProcess ended = process;
        if (ended == null) {
            return;
        }
        disk.faults().heal();
        if (open) {
            atEnd = StoredLogs.read(disk, DATA);
        }
        ready = false;
        open = false;
        process = null;
        broker = null;
        how.accept(ended);
    }

    /** What is on disk now. */
    StoredLogs stored() {
        return StoredLogs.read(disk, DATA);
    }

    /** Not now: the broker's own code is on the stack. */
    private void endSoon(SimulatedProcess failed) {
        simulation.after(1, () -> {
            if (process == failed) {
                kill();
            }
        });
    }

    /** Stands between the broker and the network, to look at the disk before anybody can connect. */
    private final class Watcher implements BrokerWatcher, Acceptor {
        private final SimulatedProcess of;
        private boolean failed;

        Watcher(SimulatedProcess of) {
            this.of = of;
        }

        @Override
        public Listening listen(String host, int port, Supplier<ConnectionHandler> handlers) throws IOException {
            if (!failed) {
                if (atEnd != null) {
                    history.onRestart(atEnd, stored(), powerLost);
                }
                powerLost = false;
                open = true;
            }
            return of.network().listen(host, port, handlers);
        }

        @Override
        public void onReady(List<Listener> advertised) {
            ready = process == of && !failed;
        }

        @Override
        public void onFailed(Throwable cause) {
            failed = true;
            endSoon(of);
        }
    }
}
