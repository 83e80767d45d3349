package dev.naru.network;

import dev.naru.common.Payload;
import dev.naru.common.net.Connection;
import dev.naru.common.net.ConnectionHandler;
import dev.naru.common.net.Connector;
import dev.naru.common.net.Frame;
import dev.naru.common.runtime.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a broker: gives each request its correlation id and matches responses, which come in the order of the
 * requests. It knows nothing of what is inside them.
 *
 * <p>Every request ends exactly once, with its response or with a failure. A response that is late closes the connection,
 * since nothing can arrive before it; so does one that answers another request. When the connection is gone, all that is
 * outstanding fails with {@link ConnectionClosedException}.
 *
 * <p>Threading: confined to the connection's loop.
 */
public final class ClientConnection {
    private final Connection connection;
    /** Asked for while it is open: a closed socket need not know any more. */
    private final InetSocketAddress remoteAddress;

    private final int inFlightRequestsMax;
    private final RequestTimer timer;
    private final Deque<Outstanding> outstanding = new ArrayDeque<>();
    private int nextCorrelationId;
    private boolean closed;

    private ClientConnection(Connection connection, int inFlightRequestsMax) {
        this.connection = connection;
        this.remoteAddress = connection.remoteAddress();
        this.inFlightRequestsMax = inFlightRequestsMax;
        this.timer = new RequestTimer(connection.loop(), this::onTimer);
    }

    /** Connects; {@code listener} hears on {@code loop} how it went and, if it went well, when it is over. */
    public static void open(
            Connector connector, EventLoop loop, String host, int port, int inFlightRequestsMax, Listener listener) {
        connector.connect(loop, host, port, new Handler(inFlightRequestsMax, listener), listener::onFailed);
    }

    /** The loop this connection is confined to. */
    public EventLoop loop() {
        return connection.loop();
    }

    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    public boolean isOpen() {
        return !closed;
    }

    /** False while as many requests as allowed wait for their responses, and once it is closed. */
    public boolean canSend() {
        return !closed && outstanding.size() < inFlightRequestsMax;
    }

    /** Requests that wait for their responses. */
    public int inFlightRequests() {
        return outstanding.size();
    }

    /** Bytes of requests that have not left yet. */
    public long unsentBytes() {
        return connection.unsentBytes();
    }

    /**
     * Sends a request that has a response. If the connection is closed or {@link #canSend} is false, it fails at once.
     *
     * @param request makes the whole request, header included, from its correlation id; not called if it fails at once
     */
    public void send(IntFunction<List<Payload>> request, long timeoutMs, ResponseHandler handler) {
        connection.loop().checkCurrent();
        if (!canSend()) {
            handler.onFailed(refusal());
            return;
        }
        int correlationId = nextCorrelationId;
        List<Payload> parts = request.apply(correlationId);
        nextCorrelationId++;
        outstanding.add(new Outstanding(correlationId, timer.deadlineNanos(timeoutMs), timeoutMs, handler));
        timer.runAfter(timeoutMs);
        connection.send(parts);
    }

    /** Sends a request that has no response (produce with acks=0); dropped if the connection is closed. */
    public void sendWithoutResponse(IntFunction<List<Payload>> request) {
        connection.loop().checkCurrent();
        if (!closed) {
            List<Payload> parts = request.apply(nextCorrelationId);
            nextCorrelationId++;
            connection.send(parts);
        }
    }

    /** Closes it; everything outstanding fails. */
    public void close() {
        connection.loop().checkCurrent();
        closeWith(new ConnectionClosedException(remoteAddress + " was closed by this side", null));
    }

    private IOException refusal() {
        return closed
                ? new ConnectionClosedException(remoteAddress + " is closed", null)
                : new IOException(inFlightRequestsMax + " requests are in flight to " + remoteAddress);
    }

    private void onResponse(Frame frame) {
        Outstanding first = outstanding.peek();
        if (closed || first == null || !answers(frame, first)) {
            frame.release();
            closeWith(new ConnectionClosedException(remoteAddress + " sent a response to no request", null));
            return;
        }
        outstanding.remove();
        first.handler.onResponse(frame);
    }

    private static boolean answers(Frame frame, Outstanding request) {
        return frame.buffer().remaining() >= Integer.BYTES && frame.buffer().getInt(0) == request.correlationId;
    }

    /** Fails the first request whose time is up and closes; if none is, waits for the next. */
    private void onTimer() {
        long nowNanos = timer.nowNanos();
        long nextNanos = Long.MAX_VALUE;
        for (Outstanding request : outstanding) {
            long leftNanos = request.deadlineNanos - nowNanos;
            if (leftNanos <= 0) {
                outstanding.remove(request);
                String message = remoteAddress + " did not answer within " + request.timeoutMs + " ms";
                RequestTimeoutException timeout = new RequestTimeoutException(message);
                request.handler.onFailed(timeout);
                closeWith(new ConnectionClosedException("closed since " + message, timeout));
                return;
            }
            nextNanos = Math.min(nextNanos, leftNanos);
        }
        timer.runAfterNanos(nextNanos);
    }

    private void closeWith(ConnectionClosedException cause) {
        if (closed) {
            return;
        }
        closed = true;
        timer.stop();
        connection.close();
        for (Outstanding request = outstanding.poll(); request != null; request = outstanding.poll()) {
            request.handler.onFailed(cause);
        }
    }

    private record Outstanding(int correlationId, long deadlineNanos, long timeoutMs, ResponseHandler handler) {}

    /** Hears what becomes of the connection, on its loop. */
    public interface Listener {
        /** It is open; requests can be sent. */
        void onOpened(ClientConnection connection);

        /** It never opened. {@link java.net.ConnectException}: the address answered and nobody listens there. */
        void onFailed(Throwable cause);

        /** It is over; called once, after everything outstanding has failed. */
        void onClosed(ClientConnection connection, @Nullable Throwable cause);
    }

    private static final class Handler implements ConnectionHandler {
        private final int inFlightRequestsMax;
        private final Listener listener;
        private @Nullable ClientConnection client;

        Handler(int inFlightRequestsMax, Listener listener) {
            this.inFlightRequestsMax = inFlightRequestsMax;
            this.listener = listener;
        }

        @Override
        public void onOpened(Connection connection) {
            client = new ClientConnection(connection, inFlightRequestsMax);
            listener.onOpened(client);
        }

        @Override
        public void onFrame(Frame frame) {
            opened().onResponse(frame);
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            ClientConnection closing = opened();
            String why = cause == null ? " closed the connection" : " is gone: " + cause.getMessage();
            closing.closeWith(new ConnectionClosedException(closing.remoteAddress() + why, cause));
            listener.onClosed(closing, cause);
        }

        private ClientConnection opened() {
            return Objects.requireNonNull(client, "onOpened comes first");
        }
    }
}
