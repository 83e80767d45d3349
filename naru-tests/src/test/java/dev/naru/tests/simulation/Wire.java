package dev.naru.tests.simulation;

import dev.naru.common.net.Frame;
import dev.naru.common.runtime.EventLoop;
import dev.naru.network.ClientConnection;
import dev.naru.network.ResponseHandler;
import dev.naru.protocol.ApiRequest;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.MessageReader;
import dev.naru.protocol.RequestFrame;
import dev.naru.protocol.ResponseFrame;
import dev.naru.testkit.SimulatedProcess;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** One client's way to the broker: connects when needed, and says when a request got no answer. */
public final class Wire {
    private static final long TIMEOUT_MS = 5_000;

    private final SimulatedProcess process;
    private final EventLoop loop;
    private ClientConnection open;

    public Wire(SimulatedProcess process) {
        this.process = process;
        this.loop = process.loops().all().get(0);
    }

    /** Exactly one of the two runs, on the loop. After {@code failed} nobody knows whether the broker saw the request. */
    public <R extends ApiResponse> void call(
            ApiRequest request, int version, Class<R> type, Consumer<R> answered, Runnable failed) {
        loop.execute(() -> {
            if (open != null && open.isOpen()) {
                send(request, (short) version, type, answered, failed);
                return;
            }
            ClientConnection.open(
                    process.network(), loop, CrashableBroker.HOST, CrashableBroker.PORT, 5, new Listener() {
                        @Override
                        public void onOpened(ClientConnection connection) {
                            open = connection;
                            send(request, (short) version, type, answered, failed);
                        }

                        @Override
                        public void onFailed(Throwable cause) {
                            failed.run();
                        }
                    });
        });
    }

    private <R extends ApiResponse> void send(
            ApiRequest request, short version, Class<R> type, Consumer<R> answered, Runnable failed) {
        open.send(
                correlationId -> RequestFrame.encode(request, version, correlationId, "simulated"),
                TIMEOUT_MS,
                new ResponseHandler() {
                    @Override
                    public void onResponse(Frame frame) {
                        ByteBuffer copy = ByteBuffer.allocate(frame.buffer().remaining());
                        copy.put(frame.buffer().duplicate()).flip();
                        frame.release();
                        answered.accept(
                                type.cast(ResponseFrame.read(request.apiKey(), version, new MessageReader(copy))));
                    }

                    @Override
                    public void onFailed(Throwable cause) {
                        failed.run();
                    }
                });
    }

    public EventLoop loop() {
        return loop;
    }

    private interface Listener extends ClientConnection.Listener {
        @Override
        default void onClosed(ClientConnection connection, Throwable cause) {}
    }
}
