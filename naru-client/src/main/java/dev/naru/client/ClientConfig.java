package dev.naru.client;

import java.util.List;

/**
 * What every client needs to know: where to begin, and how patient to be.
 *
 * @param bootstrap addresses to begin with, at least one; any broker of the cluster will do
 * @param clientId the name by which brokers log and limit this client
 * @param timeouts how long to wait for what
 */
public record ClientConfig(List<Address> bootstrap, String clientId, Timeouts timeouts) {
    public ClientConfig {
        bootstrap = List.copyOf(bootstrap);
        if (bootstrap.isEmpty()) {
            throw new IllegalArgumentException("at least one bootstrap address is needed");
        }
    }

    /** The defaults, with these addresses. */
    public static ClientConfig of(List<Address> bootstrap) {
        return new ClientConfig(bootstrap, "naru", Timeouts.DEFAULT);
    }

    /** As this, under another name. */
    public ClientConfig withClientId(String otherClientId) {
        return new ClientConfig(bootstrap, otherClientId, timeouts);
    }

    /** As this, with other patience. */
    public ClientConfig withTimeouts(Timeouts otherTimeouts) {
        return new ClientConfig(bootstrap, clientId, otherTimeouts);
    }

    /**
     * Patience, in milliseconds, each one or more unless said otherwise.
     *
     * @param requestMs longest wait for one answer of one broker; then its connection is closed
     * @param callMs longest time for a whole call of {@code admin} or {@code consumer}, tries and waits included
     * @param firstContactMs how long to keep trying when no bootstrap address has answered yet; zero gives up after
     *     each was tried once
     * @param backoffMs first wait before trying again; it doubles
     * @param backoffMsMax longest wait before trying again
     * @param metadataAgeMsMax age at which what is known about topics is asked for again
     */
    public record Timeouts(
            int requestMs, int callMs, int firstContactMs, int backoffMs, int backoffMsMax, int metadataAgeMsMax) {
        /** 30 s a request, 60 s a call and the first contact, waits of 50 ms to 1 s, metadata of 5 minutes. */
        public static final Timeouts DEFAULT = new Timeouts(30_000, 60_000, 60_000, 50, 1_000, 300_000);

        public Timeouts {
            if (requestMs < 1 || callMs < 1 || firstContactMs < 0 || backoffMs < 1 || metadataAgeMsMax < 1) {
                throw new IllegalArgumentException("timeouts are one millisecond or more");
            }
            if (backoffMsMax < backoffMs) {
                throw new IllegalArgumentException("backoffMsMax is below backoffMs");
            }
        }
    }
}
