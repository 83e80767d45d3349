package dev.naru.network;

import dev.naru.common.net.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Remembers what happens on a {@link ClientConnection}: which numbers came back, in which order, and what failed. */
final class TestClient implements ClientConnection.Listener {
    static final long TIMEOUT_MS = 60_000;

    final List<Integer> answered = new ArrayList<>();
    final List<Throwable> failed = new ArrayList<>();

    @Nullable
    ClientConnection connection;

    @Nullable
    Throwable failure;

    int closes;

    @Override
    public void onOpened(ClientConnection opened) {
        connection = opened;
    }

    @Override
    public void onFailed(Throwable cause) {
        failure = cause;
    }

    @Override
    public void onClosed(ClientConnection closed, @Nullable Throwable cause) {
        closes++;
    }

    ClientConnection connection() {
        return Objects.requireNonNull(connection);
    }

    /** On the client's loop: sends a request that carries this number. */
    void send(int number) {
        send(number, 0, TIMEOUT_MS);
    }

    void send(int number, int fillingBytes, long timeoutMs) {
        connection().send(id -> SimulatedServer.message(id, number, fillingBytes), timeoutMs, new ResponseHandler() {
            @Override
            public void onResponse(Frame response) {
                answered.add(response.buffer().getInt(Integer.BYTES));
                response.release();
            }

            @Override
            public void onFailed(Throwable cause) {
                failed.add(cause);
            }
        });
    }
}
