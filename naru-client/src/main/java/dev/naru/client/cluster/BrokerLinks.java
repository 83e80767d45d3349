package dev.naru.client.cluster;

import dev.naru.client.Address;
import dev.naru.client.ClientConfig;
import dev.naru.client.ClientException;
import dev.naru.client.ClientRuntime;
import dev.naru.protocol.ApiResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Connections by address, opened when first needed and opened again when lost. After a failure an address rests for the
 * backoff: whoever asks meanwhile fails at once, with a retriable failure, instead of hammering it.
 *
 * <p>Threading: confined to the client's loop.
 */
public final class BrokerLinks {
    private final ClientConfig config;
    private final ClientRuntime runtime;
    private final Backoff backoff;
    private final Map<Address, BrokerLink> links = new HashMap<>();
    private final Map<Address, Rest> resting = new HashMap<>();
    private boolean closed;

    BrokerLinks(ClientConfig config, ClientRuntime runtime) {
        this.config = config;
        this.runtime = runtime;
        this.backoff =
                new Backoff(config.timeouts().backoffMs(), config.timeouts().backoffMsMax(), runtime.random());
    }

    /** Sends to this address, as soon as there is a connection. */
    public <S extends ApiResponse> CompletableFuture<S> send(Address address, Ask<S> ask) {
        runtime.loop().checkCurrent();
        if (closed) {
            return CompletableFuture.failedFuture(new ClientException("the client is closed"));
        }
        Rest rest = resting.get(address);
        if (rest != null && rest.isOn(runtime)) {
            return CompletableFuture.failedFuture(new DisconnectedException(address, rest.reason, null));
        }
        BrokerLink link = links.get(address);
        if (link == null) {
            link = new BrokerLink(address, config, runtime, this::onOpen, this::onGone);
            links.put(address, link);
            link.connect();
        }
        return link.send(ask);
    }

    /** True if a connection to this address is open and has agreed on versions. */
    public boolean isOpen(Address address) {
        BrokerLink link = links.get(address);
        return link != null && link.isOpen();
    }

    /** The level of a feature as the broker at this address told it, 0 if it has none or was never asked anything. */
    public int featureLevel(Address address, String feature) {
        BrokerLink link = links.get(address);
        return link == null ? 0 : link.featureLevel(feature);
    }

    /** True if the address failed a moment ago and is left alone for now. */
    public boolean isResting(Address address) {
        Rest rest = resting.get(address);
        return rest != null && rest.isOn(runtime);
    }

    /** Drops the connection to this address, if there is one; requests under way fail. */
    public void drop(Address address) {
        BrokerLink link = links.get(address);
        if (link != null) {
            link.close();
        }
    }

    void close() {
        closed = true;
        List.copyOf(links.values()).forEach(BrokerLink::close);
    }

    private void onOpen(BrokerLink link) {
        resting.remove(link.address());
    }

    private void onGone(BrokerLink link, String reason) {
        links.remove(link.address(), link);
        Rest before = resting.get(link.address());
        int failures = before == null ? 1 : before.failures + 1;
        long untilNs = runtime.loop().clock().nanos() + TimeUnit.MILLISECONDS.toNanos(backoff.waitMs(failures));
        resting.put(link.address(), new Rest(failures, untilNs, reason));
    }

    private record Rest(int failures, long untilNs, String reason) {
        boolean isOn(ClientRuntime runtime) {
            return untilNs - runtime.loop().clock().nanos() > 0;
        }
    }
}
