package dev.naru.testkit;

import org.jspecify.annotations.Nullable;

/**
 * One connection: two ends and what is under way between them.
 *
 * <p>Threading: confined to the simulation's thread.
 */
final class SimulatedLink {
    private final SimulatedNetwork network;
    private final SimulatedEnd one;
    private final SimulatedEnd other;

    private SimulatedLink(SimulatedNetwork network, SimulatedEnd one, SimulatedEnd other) {
        this.network = network;
        this.one = one;
        this.other = other;
    }

    static void open(SimulatedNetwork network, SimulatedEnd client, SimulatedEnd server) {
        SimulatedLink link = new SimulatedLink(network, client, server);
        network.add(link);
        client.open(link, server);
        server.open(link, client);
    }

    SimulatedNetwork network() {
        return network;
    }

    boolean has(SimulatedHost host) {
        return one.host() == host || other.host() == host;
    }

    boolean isBetween(String first, String second) {
        return (one.host().name().equals(first) && other.host().name().equals(second))
                || (one.host().name().equals(second) && other.host().name().equals(first));
    }

    boolean isSeparated() {
        return network.isSeparated(one.host(), other.host());
    }

    /** Sends on whatever waits at either end. */
    void pump() {
        one.pump();
        other.pump();
    }

    /** Both ends lose the connection; what is under way is lost. */
    void reset(@Nullable Throwable cause) {
        one.onLost(cause);
        other.onLost(cause);
        removeIfDead();
    }

    void removeIfDead() {
        if (one.isClosed() && other.isClosed()) {
            network.remove(this);
        }
    }
}
