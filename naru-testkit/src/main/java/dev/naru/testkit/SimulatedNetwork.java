package dev.naru.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network of named hosts. Frames take a time drawn from the seed and keep their order within a connection, and only
 * there. A test can separate hosts (frames wait, connecting times out), silence one towards another (its frames wait, what it
 * is sent arrives) and cut connections (both ends see a reset).
 *
 * <p>Threading: confined to the simulation's thread.
 */
public final class SimulatedNetwork {
    private final Simulation simulation;
    private final Map<String, SimulatedHost> hosts = new HashMap<>();
    private final Set<Set<String>> separated = new HashSet<>();
    private final Set<List<String>> silenced = new HashSet<>();
    private final List<SimulatedLink> links = new ArrayList<>();
    private int addresses;
    private long connectionIds;

    public SimulatedNetwork(Simulation simulation) {
        this.simulation = simulation;
    }

    Simulation simulation() {
        return simulation;
    }

    /** Puts a process on the network under a host name, in place of a dead one of that name. */
    SimulatedHost join(String name, SimulatedLoops loops) {
        SimulatedHost before = hosts.get(name);
        if (before != null && !before.isStopped()) {
            throw new IllegalStateException("a process runs on host " + name);
        }
        InetAddress address = before == null ? nextAddress(name) : before.address();
        SimulatedHost host = new SimulatedHost(this, name, address, loops);
        hosts.put(name, host);
        return host;
    }

    /** Separates two hosts: nothing passes between them, and neither is told. */
    public void separate(String one, String other) {
        separated.add(Set.of(one, other));
    }

    /** Separates a host from all others there are now. */
    public void isolate(String name) {
        hosts.keySet().stream().filter(other -> !other.equals(name)).forEach(other -> separate(name, other));
    }

    /** Nothing that {@code from} sends reaches {@code to}, which goes on sending and is heard. */
    public void silence(String from, String to) {
        silenced.add(List.of(from, to));
    }

    /** Ends all separations and silences; frames that waited go on their way. */
    public void healAll() {
        separated.clear();
        silenced.clear();
        List.copyOf(links).forEach(SimulatedLink::pump);
    }

    /** Cuts all connections between two hosts; each end sees a reset, frames under way are lost. */
    public void cut(String one, String other) {
        for (SimulatedLink link : List.copyOf(links)) {
            if (link.isBetween(one, other)) {
                link.reset(new IOException("Connection reset (simulated)"));
            }
        }
    }

    /** Open connections, counted once each. */
    public int connectionCount() {
        return links.size();
    }

    /**
     * Frames handed to handlers that have not been released; zero at the end of a run, or somebody leaks. A process that was
     * killed took its own with it.
     */
    public long unreleasedFrames() {
        return hosts.values().stream()
                .mapToLong(SimulatedHost::unreleasedFrames)
                .sum();
    }

    boolean isSeparated(SimulatedHost one, SimulatedHost other) {
        return one != other && separated.contains(Set.of(one.name(), other.name()));
    }

    boolean isSilenced(SimulatedHost from, SimulatedHost to) {
        return silenced.contains(List.of(from.name(), to.name()));
    }

    @Nullable
    SimulatedHost find(String name) {
        return hosts.get(name);
    }

    void add(SimulatedLink link) {
        links.add(link);
    }

    void remove(SimulatedLink link) {
        links.remove(link);
    }

    void resetAllOf(SimulatedHost host) {
        for (SimulatedLink link : List.copyOf(links)) {
            if (link.has(host)) {
                link.reset(new IOException("Connection reset by peer (simulated)"));
            }
        }
    }

    long nextConnectionId() {
        return ++connectionIds;
    }

    private InetAddress nextAddress(String name) {
        addresses++;
        byte[] bytes = {10, 0, (byte) (addresses >> 8), (byte) addresses};
        try {
            return InetAddress.getByAddress(name, bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
