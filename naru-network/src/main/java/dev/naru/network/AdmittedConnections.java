package dev.naru.network;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many connections are open, in all and from each client address, against a {@link ConnectionQuota}.
 *
 * <p>Threading: safe from any thread.
 */
final class AdmittedConnections {
    private final ConnectionQuota quota;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentMap<String, Integer> byHost = new ConcurrentHashMap<>();

    AdmittedConnections(ConnectionQuota quota) {
        this.quota = quota;
    }

    int count() {
        return total.get();
    }

    /** Counts a connection in and returns null, or returns why it is refused. */
    @Nullable
    String tryAdmit(String host) {
        if (total.incrementAndGet() > quota.max()) {
            total.decrementAndGet();
            return "max.connections=" + quota.max() + " is reached";
        }
        int maxOfHost = quota.maxOf(host);
        int ofHost = byHost.merge(host, 1, Integer::sum);
        if (ofHost > maxOfHost) {
            onClosed(host);
            return "max.connections.per.ip=" + maxOfHost + " is reached";
        }
        return null;
    }

    void onClosed(String host) {
        total.decrementAndGet();
        byHost.computeIfPresent(host, (key, count) -> count == 1 ? null : count - 1);
    }
}
