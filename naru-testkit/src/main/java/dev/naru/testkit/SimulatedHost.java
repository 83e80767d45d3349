package dev.naru.testkit;

import dev.naru.common.net.Acceptor;
import dev.naru.common.net.ConnectionHandler;
import dev.naru.common.net.Connector;
import dev.naru.common.runtime.EventLoop;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One process's place on a {@link SimulatedNetwork}: it listens under its host name and connects to others.
 *
 * <p>Threading: confined to the simulation's thread.
 */
public final class SimulatedHost implements Acceptor, Connector {
    private static final long NANOS_PER_MS = 1_000_000;
    private static final long CONNECT_NANOS_MIN = 50_000;
    private static final long CONNECT_NANOS_MAX = 2 * NANOS_PER_MS;
    private static final long CONNECT_TIMEOUT_MS = 10_000;
    private static final int FIRST_FREE_PORT = 20_000;
    private static final Set<String> SELF = Set.of("localhost", "127.0.0.1", "");

    private final SimulatedNetwork network;
    private final String name;
    private final InetAddress address;
    private final SimulatedLoops loops;
    private final Map<Integer, Supplier<ConnectionHandler>> listeners = new HashMap<>();
    private int nextPort = FIRST_FREE_PORT;
    private int accepted;
    private long unreleasedFrames;
    private boolean stopped;

    SimulatedHost(SimulatedNetwork network, String name, InetAddress address, SimulatedLoops loops) {
        this.network = network;
        this.name = name;
        this.address = address;
        this.loops = loops;
    }

    public String name() {
        return name;
    }

    InetAddress address() {
        return address;
    }

    boolean isStopped() {
        return stopped;
    }

    void onFrameHandedOut() {
        unreleasedFrames++;
    }

    void onFrameReleased() {
        unreleasedFrames--;
    }

    long unreleasedFrames() {
        return stopped ? 0 : unreleasedFrames;
    }

    @Override
    public Listening listen(String host, int port, Supplier<ConnectionHandler> handlers) throws BindException {
        int bound = port == 0 ? nextPort++ : port;
        if (listeners.putIfAbsent(bound, handlers) != null) {
            throw new BindException("Address already in use (simulated): " + name + ":" + bound);
        }
        return new SimulatedListening(bound);
    }

    @Override
    public void connect(EventLoop loop, String host, int port, ConnectionHandler handler, Consumer<Throwable> failed) {
        Simulation simulation = network.simulation();
        long arrivesNanos = simulation.clock().nanos() + simulation.randomNanos(CONNECT_NANOS_MIN, CONNECT_NANOS_MAX);
        simulation.at(arrivesNanos, () -> onConnectArrived(loop, host, port, handler, failed));
    }

    private void onConnectArrived(
            EventLoop loop, String host, int port, ConnectionHandler handler, Consumer<Throwable> failed) {
        if (stopped) {
            return;
        }
        SimulatedHost target = SELF.contains(host) ? this : network.find(host);
        if (target == null) {
            loop.execute(() -> failed.accept(new UnknownHostException(host)));
        } else if (network.isSeparated(this, target)) {
            String message = "connection timed out (simulated): " + host + ":" + port;
            loop.schedule(CONNECT_TIMEOUT_MS, () -> failed.accept(new SocketTimeoutException(message)));
        } else {
            ConnectionHandler accepting = target.handlerFor(port);
            if (accepting == null) {
                String message = "Connection refused (simulated): " + host + ":" + port;
                loop.execute(() -> failed.accept(new ConnectException(message)));
            } else {
                SimulatedEnd client = new SimulatedEnd(this, nextPort++, loop, handler);
                SimulatedEnd server = new SimulatedEnd(target, port, target.nextLoop(), accepting);
                SimulatedLink.open(network, client, server);
            }
        }
    }

    private @Nullable ConnectionHandler handlerFor(int port) {
        Supplier<ConnectionHandler> handlers = stopped ? null : listeners.get(port);
        return handlers == null ? null : handlers.get();
    }

    private EventLoop nextLoop() {
        return loops.all().get(accepted++ % loops.all().size());
    }

    /** The process is gone: peers see resets, connecting is refused. */
    void stop() {
        stopped = true;
        listeners.clear();
        network.resetAllOf(this);
    }

    private final class SimulatedListening implements Listening {
        private final int port;

        SimulatedListening(int port) {
            this.port = port;
        }

        @Override
        public InetSocketAddress address() {
            return new InetSocketAddress(address, port);
        }

        @Override
        public void close() {
            listeners.remove(port);
        }
    }
}
