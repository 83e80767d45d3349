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
    private volatile ConnectionQuota quota;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentMap<String, Integer> byHost = new ConcurrentHashMap<>();

    AdmittedConnections(ConnectionQuota quota) {
        this.quota = quota;
    }

    /** Counts for connections to come; those that are open stay. */
    void setQuota(ConnectionQuota newQuota) {
        quota = newQuota;
    }

    int count() {
        return total.get();
    }

    /** Counts a connection in and returns null, or returns why it is refused. */
    @Nullable
    String tryAdmit(String host) {
        ConnectionQuota now = quota;
        if (total.incrementAndGet() > now.max()) {
            total.decrementAndGet();
            return "max.connections=" + now.max() + " is reached";
        }
        int maxOfHost = now.maxOf(host);
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
