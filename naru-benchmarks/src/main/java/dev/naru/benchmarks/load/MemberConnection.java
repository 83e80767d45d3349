package dev.naru.benchmarks.load;

import dev.naru.common.net.Connector;
import dev.naru.common.net.Frame;
import dev.naru.common.runtime.EventLoop;
import dev.naru.network.ClientConnection;
import dev.naru.network.ResponseHandler;
import dev.naru.protocol.ApiRequest;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.MessageReader;
import dev.naru.protocol.RequestFrame;
import dev.naru.protocol.ResponseFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One member's connection. A load that loses one is worth nothing, so every failure ends it.
 *
 * <p>Threading: confined to the loop.
 */
final class MemberConnection implements ClientConnection.Listener {
    private static final long TIMEOUT_MS = 60_000;
    /** A burst of thousands may overflow a listener's backlog. */
    private static final int ATTEMPTS_MAX = 20;

    private static final long RETRY_MS = 250;

    private final EventLoop loop;
    private final Connector connector;
    private final int port;
    private int attempts;
    private final Runnable opened;
    private @Nullable ClientConnection connection;

    MemberConnection(EventLoop loop, Connector connector, int port, Runnable opened) {
        this.loop = loop;
        this.connector = connector;
        this.port = port;
        this.opened = opened;
        loop.execute(this::connect);
    }

    private void connect() {
        attempts++;
        ClientConnection.open(connector, loop, "127.0.0.1", port, 1, this);
    }

    @Override
    public void onOpened(ClientConnection open) {
        connection = open;
        opened.run();
    }

    @Override
    public void onFailed(Throwable cause) {
        if (attempts == ATTEMPTS_MAX) {
            throw new IllegalStateException("a member cannot connect", cause);
        }
        after(RETRY_MS, this::connect);
    }

    @Override
    public void onClosed(ClientConnection closed, @Nullable Throwable cause) {
        throw new IllegalStateException("a member's connection was closed", cause);
    }

    void after(long delayMs, Runnable step) {
        var unused = loop.schedule(delayMs, step);
    }

    <R extends ApiResponse> void call(ApiRequest request, int version, Class<R> type, Consumer<R> answered) {
        ClientConnection open = connection;
        if (open == null) {
            throw new IllegalStateException("not open yet");
        }
        open.send(
                correlationId -> RequestFrame.encode(request, (short) version, correlationId, "load"),
                TIMEOUT_MS,
                new ResponseHandler() {
                    @Override
                    public void onResponse(Frame frame) {
                        R response = type.cast(ResponseFrame.read(
                                request.apiKey(), (short) version, new MessageReader(frame.buffer())));
                        frame.release();
                        // On a turn of its own: there a failure ends the load, here it would end the connection.
                        loop.execute(() -> answered.accept(response));
                    }

                    @Override
                    public void onFailed(Throwable cause) {
                        throw new UncheckedIOException(new IOException(request.apiKey() + " had no answer", cause));
                    }
                });
    }
}
