package dev.naru.client.cluster;

import dev.naru.client.Address;
import dev.naru.client.ClientConfig;
import dev.naru.client.ClientException;
import dev.naru.client.ClientRuntime;
import dev.naru.common.TopicPartition;
import dev.naru.common.runtime.EventLoop;
import dev.naru.protocol.ApiResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as one producer, consumer or admin client uses it: its metadata, its connections, and who answers what.
 * Nothing is shared between clients, so a slow answer to one never stands in the way of another.
 *
 * <p>Threading: confined to the client's loop, except {@link #onLoop} and {@link #close}.
 */
public final class Cluster {
    private final ClientConfig config;
    private final ClientRuntime runtime;
    private final Retries retries;
    private final Metadata metadata;
    private final List<BrokerLinks> allLinks = new ArrayList<>();
    private final BrokerLinks links;
    private boolean closed;

    /** @param createsTopics whether asking for a topic may create it, if the broker is set to do so */
    public Cluster(ClientConfig config, ClientRuntime runtime, boolean createsTopics) {
        this.config = config;
        this.runtime = runtime;
        this.retries =
                new Retries(runtime.loop(), newBackoff(), config.timeouts().callMs());
        this.links = newLinks();
        this.metadata = new Metadata(config, runtime, links, createsTopics);
    }

    public Metadata metadata() {
        return metadata;
    }

    public BrokerLinks links() {
        return links;
    }

    public Retries retries() {
        return retries;
    }

    public EventLoop loop() {
        return runtime.loop();
    }

    public ClientConfig config() {
        return config;
    }

    /** Connections of their own, for requests whose answers may take long on purpose. */
    public BrokerLinks newLinks() {
        BrokerLinks fresh = new BrokerLinks(config, runtime);
        allLinks.add(fresh);
        return fresh;
    }

    public Backoff newBackoff() {
        return new Backoff(config.timeouts().backoffMs(), config.timeouts().backoffMsMax(), runtime.random());
    }

    /** Asks a broker that is connected, or else any. */
    public <S extends ApiResponse> CompletableFuture<S> askAny(Ask<S> ask) {
        return metadata.known().thenCompose(view -> links.send(metadata.anyAddress(), ask));
    }

    /** Asks the controller, or a broker that passes it on. */
    public <S extends ApiResponse> CompletableFuture<S> askController(Ask<S> ask) {
        return metadata.known().thenCompose(view -> {
            Address controller = view.address(view.controllerId());
            return links.send(controller == null ? metadata.anyAddress() : controller, ask);
        });
    }

    /** Asks the broker of this id. */
    public <S extends ApiResponse> CompletableFuture<S> askBroker(int brokerId, Ask<S> ask) {
        return metadata.known().thenCompose(view -> {
            Address address = view.address(brokerId);
            return address == null
                    ? CompletableFuture.failedFuture(
                            new ClientException("there is no broker " + brokerId + " in the cluster"))
                    : links.send(address, ask);
        });
    }

    /** Asks the leader of the partition; fails with a retriable failure while there is none. */
    public <S extends ApiResponse> CompletableFuture<S> askLeader(TopicPartition partition, Ask<S> ask) {
        @Nullable BrokerNode leader = metadata.view().leader(partition);
        if (leader == null) {
            metadata.stale();
            return CompletableFuture.failedFuture(new LeaderUnknownException(partition));
        }
        return links.send(leader.address(), ask);
    }

    /**
     * Runs a call on the loop, from any thread.
     *
     * @return what the call came to; its failures are {@link ClientException}
     */
    public <T> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        runtime.loop()
                .run(() -> Outcomes.handle(runtime.loop(), start(call), (value, failure) -> {
                    if (failure == null) {
                        result.complete(value);
                    } else {
                        result.completeExceptionally(Failures.asClientException(failure));
                    }
                }));
        return result;
    }

    private <T> CompletableFuture<T> start(Supplier<CompletableFuture<T>> call) {
        if (closed) {
            return CompletableFuture.failedFuture(new ClientException("the client is closed"));
        }
        try {
            return call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Closes all connections; calls under way fail. From any thread; closing again does nothing. */
    public void close() {
        runtime.loop().run(() -> {
            closed = true;
            metadata.close();
            allLinks.forEach(BrokerLinks::close);
        });
    }
}
