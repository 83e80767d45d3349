package dev.naru.client.cluster;

import dev.naru.client.Address;
import dev.naru.client.ClientConfig;
import dev.naru.client.ClientRuntime;
import dev.naru.common.net.Frame;
import dev.naru.common.runtime.EventLoop;
import dev.naru.network.ClientConnection;
import dev.naru.network.ResponseHandler;
import dev.naru.protocol.ApiKey;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.MalformedMessageException;
import dev.naru.protocol.MessageReader;
import dev.naru.protocol.RequestFrame;
import dev.naru.protocol.ResponseFrame;
import dev.naru.protocol.UnsupportedVersionException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one broker, from dialling to its end. It goes from connecting over agreeing on versions (ApiVersions)
 * to open, and from each of them to gone; requests that come before it is open wait their turn.
 *
 * <p>Threading: confined to the client's loop.
 */
final class BrokerLink implements ClientConnection.Listener {
    private static final int IN_FLIGHT_MAX = 1_000;
    private static final int WAITING_MAX = 1_000;

    private final Address address;
    private final ClientConfig config;
    private final ClientRuntime runtime;
    private final Consumer<BrokerLink> onOpen;
    private final BiConsumer<BrokerLink, String> onGone;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final Deque<CompletableFuture<?>> waitingResults = new ArrayDeque<>();
    private EventLoop.@Nullable Cancellable connectTimer;
    private @Nullable ClientConnection connection;
    private @Nullable BrokerVersions versions;
    private @Nullable String goneBecause;

    BrokerLink(
            Address address,
            ClientConfig config,
            ClientRuntime runtime,
            Consumer<BrokerLink> onOpen,
            BiConsumer<BrokerLink, String> onGone) {
        this.address = address;
        this.config = config;
        this.runtime = runtime;
        this.onOpen = onOpen;
        this.onGone = onGone;
    }

    Address address() {
        return address;
    }

    boolean isOpen() {
        return connection != null && connection.isOpen() && versions != null;
    }

    /** The level of a feature, 0 if it has none or the connection is not open yet. */
    int featureLevel(String feature) {
        return versions == null ? 0 : versions.featureLevel(feature);
    }

    void connect() {
        int timeoutMs = config.timeouts().requestMs();
        connectTimer = runtime.loop()
                .schedule(timeoutMs, () -> becomeGone("could not connect within " + timeoutMs + " ms", null));
        ClientConnection.open(runtime.connector(), runtime.loop(), address.host(), address.port(), IN_FLIGHT_MAX, this);
    }

    <S extends ApiResponse> CompletableFuture<S> send(Ask<S> ask) {
        CompletableFuture<S> result = new CompletableFuture<>();
        if (goneBecause != null) {
            result.completeExceptionally(new DisconnectedException(address, goneBecause, null));
        } else if (versions != null) {
            sendNow(ask, result);
        } else if (waiting.size() < WAITING_MAX) {
            waiting.add(() -> sendNow(ask, result));
            waitingResults.add(result);
        } else {
            result.completeExceptionally(
                    new DisconnectedException(address, WAITING_MAX + " requests wait for it already", null));
        }
        return result;
    }

    void close() {
        if (connection != null) {
            connection.close();
        }
        becomeGone("closed by this side", null);
    }

    @Override
    public void onOpened(ClientConnection opened) {
        if (goneBecause != null) {
            opened.close();
            return;
        }
        connection = opened;
        negotiate(opened, ApiKey.API_VERSIONS.highestVersion());
    }

    @Override
    public void onFailed(Throwable cause) {
        becomeGone(ConnectFailures.reason(cause), cause);
    }

    @Override
    public void onClosed(ClientConnection closed, @Nullable Throwable cause) {
        becomeGone(cause == null ? "the broker closed the connection" : Failures.reason(cause), cause);
    }

    /** Asks what the broker speaks; one that does not know this version of the question says which it knows. */
    private void negotiate(ClientConnection opened, short version) {
        opened.send(
                id -> RequestFrame.encode(BrokerVersions.request(), version, id, config.clientId()),
                config.timeouts().requestMs(),
                new ResponseHandler() {
                    @Override
                    public void onResponse(Frame response) {
                        onVersions(opened, version, response);
                    }

                    @Override
                    public void onFailed(Throwable cause) {
                        becomeGone(Failures.reason(cause), cause);
                    }
                });
    }

    private void onVersions(ClientConnection opened, short asked, Frame response) {
        BrokerVersions answered;
        try {
            answered = BrokerVersions.read(asked, response.buffer());
        } catch (MalformedMessageException e) {
            opened.close();
            becomeGone("this is not a Kafka broker: " + e.getMessage(), e);
            return;
        } finally {
            response.release();
        }
        if (answered.isRefusal()) {
            short lower = (short) Math.min(asked - 1, answered.highest(ApiKey.API_VERSIONS));
            if (lower < 0) {
                opened.close();
                becomeGone("the broker does not say which versions it speaks", null);
            } else {
                negotiate(opened, lower);
            }
            return;
        }
        versions = answered;
        cancelConnectTimer();
        onOpen.accept(this);
        waitingResults.clear();
        for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
            next.run();
        }
    }

    private <S extends ApiResponse> void sendNow(Ask<S> ask, CompletableFuture<S> result) {
        ClientConnection open = connection;
        if (open == null || versions == null || !open.isOpen()) {
            result.completeExceptionally(new DisconnectedException(address, "the connection is closed", null));
            return;
        }
        ApiKey key = ask.request().apiKey();
        int version = versions.choose(key, ask.versionMax());
        if (version < 0) {
            result.completeExceptionally(new RequestUnsupportedException(
                    "the broker at " + address + " has no version of " + key + " that fits"));
            return;
        }
        try {
            transmit(open, ask, key, (short) version, result);
        } catch (UnsupportedVersionException e) {
            result.completeExceptionally(new RequestUnsupportedException(
                    "the broker at " + address + " is too old for this: " + e.getMessage()));
        }
    }

    private <S extends ApiResponse> void transmit(
            ClientConnection open, Ask<S> ask, ApiKey key, short version, CompletableFuture<S> result) {
        if (!ask.answered()) {
            open.sendWithoutResponse(id -> RequestFrame.encode(ask.request(), version, id, config.clientId()));
            result.complete(null);
            return;
        }
        open.send(
                id -> RequestFrame.encode(ask.request(), version, id, config.clientId()),
                ask.timeoutMs(),
                new ResponseHandler() {
                    @Override
                    public void onResponse(Frame response) {
                        onAnswer(ask, key, version, response, result);
                    }

                    @Override
                    public void onFailed(Throwable cause) {
                        result.completeExceptionally(new DisconnectedException(address, Failures.reason(cause), cause));
                    }
                });
    }

    private <S extends ApiResponse> void onAnswer(
            Ask<S> ask, ApiKey key, short version, Frame response, CompletableFuture<S> result) {
        try {
            result.complete(
                    ask.response().cast(ResponseFrame.read(key, version, new MessageReader(response.buffer()))));
        } catch (MalformedMessageException e) {
            result.completeExceptionally(
                    new DisconnectedException(address, "malformed answer to " + key + ": " + e.getMessage(), e));
            close();
        } finally {
            response.release();
        }
    }

    private void becomeGone(String reason, @Nullable Throwable cause) {
        if (goneBecause != null) {
            return;
        }
        goneBecause = reason;
        cancelConnectTimer();
        onGone.accept(this, reason);
        waiting.clear();
        for (CompletableFuture<?> next = waitingResults.poll(); next != null; next = waitingResults.poll()) {
            next.completeExceptionally(new DisconnectedException(address, reason, cause));
        }
    }

    private void cancelConnectTimer() {
        if (connectTimer != null) {
            connectTimer.cancel();
            connectTimer = null;
        }
    }
}
