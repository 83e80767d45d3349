package dev.naru.network;

import dev.naru.common.net.Acceptor;
import dev.naru.common.net.Acceptor.Listening;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of a broker and the connections they accepted. Every request goes to one {@link RequestHandler}, on the
 * loop of its connection. It works over any {@link Acceptor}, the simulated one included.
 *
 * <p>Threading: opened and closed by one thread; connections come and go on their loops.
 */
public final class RequestServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RequestServer.class);

    private final RequestHandler handler;
    private final ConnectionLimits limits;
    private final AdmittedConnections admitted;
    private final NetworkCounters counters = new NetworkCounters();
    private final List<Listening> listening = new ArrayList<>();
    private final Set<RequestConnection> connections = ConcurrentHashMap.newKeySet();

    public RequestServer(RequestHandler handler, ConnectionLimits limits, ConnectionQuota quota) {
        this.handler = handler;
        this.limits = limits;
        this.admitted = new AdmittedConnections(quota);
    }

    /**
     * Starts to listen; requests may arrive before this returns.
     *
     * @return where it listens, the port chosen if none was asked for
     * @throws java.net.BindException if the address is in use; its message names listener and address
     */
    public InetSocketAddress listen(Acceptor acceptor, Listener listener) throws IOException {
        Listening opened =
                acceptor.listen(listener.host(), listener.port(), () -> new RequestConnection(this, listener.name()));
        listening.add(opened);
        return opened.address();
    }

    /** Changes how many connections there may be; those that are open stay. Safe from any thread. */
    public void setQuota(ConnectionQuota quota) {
        admitted.setQuota(quota);
    }

    /** Connections, requests and bytes so far. */
    public NetworkCounters.Snapshot counts() {
        return counters.snapshot(admitted.count());
    }

    /** Accepts nothing new; open connections go on. */
    public void stopListening() {
        listening.forEach(Listening::close);
        listening.clear();
    }

    /**
     * Stops listening and closes all connections, each on its loop a moment later and the oldest first; what is unsent is
     * dropped.
     */
    @Override
    public void close() {
        stopListening();
        connections.stream()
                .sorted(Comparator.comparingLong(connection -> connection.info().id()))
                .forEach(connection -> connection.info().loop().run(connection::close));
    }

    RequestHandler handler() {
        return handler;
    }

    ConnectionLimits limits() {
        return limits;
    }

    NetworkCounters counters() {
        return counters;
    }

    /** False if there are too many connections, in all or from this client. */
    boolean admit(RequestConnection connection) {
        ConnectionInfo info = connection.info();
        String refusal = admitted.tryAdmit(info.clientHost());
        if (refusal != null) {
            counters.onRefused();
            log.info(
                    "refused connection client={} listener={} reason={}",
                    info.clientHost(),
                    info.listenerName(),
                    refusal);
            return false;
        }
        connections.add(connection);
        counters.onAccepted();
        return true;
    }

    void onClosed(RequestConnection connection) {
        connections.remove(connection);
        admitted.onClosed(connection.info().clientHost());
    }
}
