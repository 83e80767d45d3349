package dev.naru.network;

import dev.naru.common.Payload;
import dev.naru.common.net.Connection;
import dev.naru.common.net.ConnectionHandler;
import dev.naru.common.net.Frame;
import dev.naru.common.runtime.EventLoop.Cancellable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of one connection: requests are handed to the {@link RequestHandler} as they arrive, several at a
 * time, and their responses leave in the order of the requests, whatever order they were answered in.
 *
 * <p>Reading is paused while the client has more in flight, or has left more responses untaken, than its {@link
 * ConnectionLimits} allow, and resumed once it has not. What was already read is still handed over, so the limits can be
 * passed by what one read brings.
 *
 * <p>Threading: confined to the connection's loop, except for {@link #onAnswered} and {@link #onBufferReleased}.
 */
final class RequestConnection implements ConnectionHandler {
    private static final Logger log = LoggerFactory.getLogger(RequestConnection.class);
    private static final long NANOS_PER_MS = 1_000_000;
    private static final long LINGER_MS = 5_000;

    private final RequestServer server;
    private final String listenerName;
    private final Deque<InboundRequest> inFlight = new ArrayDeque<>(4);
    private @Nullable Connection connection;
    private @Nullable ConnectionInfo info;
    private long inFlightBytes;
    private long lastActiveNanos;
    private boolean reading = true;
    private boolean admitted;
    private boolean closed;
    /** True from {@code closeConnection} until the responses before it have left. */
    private boolean closing;

    private @Nullable Cancellable idleCheck;

    RequestConnection(RequestServer server, String listenerName) {
        this.server = server;
        this.listenerName = listenerName;
    }

    ConnectionInfo info() {
        return Objects.requireNonNull(info, "not open yet");
    }

    private Connection connection() {
        return Objects.requireNonNull(connection, "not open yet");
    }

    @Override
    public void onOpened(Connection opened) {
        connection = opened;
        info = new ConnectionInfo(
                opened.id(), listenerName, opened.remoteAddress(), opened.localAddress(), opened.loop());
        admitted = server.admit(this);
        if (!admitted) {
            close();
            return;
        }
        touch();
        checkIdleAfter(server.limits().idleMs());
        server.handler().onOpened(info());
    }

    @Override
    public void onFrame(Frame frame) {
        if (closed || closing) {
            frame.release();
            return;
        }
        touch();
        InboundRequest request = new InboundRequest(this, frame, lastActiveNanos);
        inFlight.add(request);
        inFlightBytes += request.sizeBytes();
        server.counters().onRequest(request.sizeBytes());
        pauseOrResume();
        try {
            server.handler().onRequest(request);
        } catch (RuntimeException e) {
            log.error("request failed connection={} client={}", info().id(), info().clientHost(), e);
            close();
        }
    }

    @Override
    public void onWritable() {
        touch();
        if (closing && connection().unsentBytes() == 0) {
            close();
        }
        pauseOrResume();
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        close();
        if (admitted) {
            server.onClosed(this);
            server.handler().onClosed(info());
        }
    }

    /** From any thread: the request is answered; its turn comes once those before it are. */
    void onAnswered(InboundRequest request, InboundRequest.Answer answer) {
        connection().loop().run(() -> {
            if (closed) {
                answer.release();
            } else {
                request.setAnswer(answer);
                sendInTurn();
                pauseOrResume();
            }
        });
    }

    /** From any thread: somebody wants to know when nobody is left to answer. */
    void onAbandonmentAwaited(InboundRequest request, Runnable action) {
        connection().loop().run(() -> {
            request.setWhenAbandoned(action);
            if (closed) {
                request.onAbandoned();
            }
        });
    }

    /** From any thread: the request's memory is given back. */
    void onBufferReleased(InboundRequest request) {
        connection().loop().run(() -> {
            inFlightBytes -= request.sizeBytes();
            pauseOrResume();
        });
    }

    private void sendInTurn() {
        touch();
        for (InboundRequest first = inFlight.peek(); first != null; first = inFlight.peek()) {
            InboundRequest.Answer answer = first.answer();
            if (answer == null) {
                return;
            }
            inFlight.remove();
            if (answer.closeReason() != null) {
                closeOnceSent(answer.closeReason());
                return;
            }
            if (!answer.parts().isEmpty()) {
                server.counters().onResponse(sizeBytes(answer));
                connection().send(answer.parts());
            }
        }
    }

    /** Responses given to the connection still leave, unless the client does not take them in time. */
    private void closeOnceSent(String reason) {
        log.info(
                "closing connection={} client={} listener={} reason={}",
                info().id(),
                info().clientHost(),
                listenerName,
                reason);
        if (connection().unsentBytes() == 0) {
            close();
            return;
        }
        closing = true;
        pauseOrResume();
        cancelIdleCheck();
        idleCheck = connection().loop().schedule(LINGER_MS, this::close);
    }

    private static long sizeBytes(InboundRequest.Answer answer) {
        long total = 0;
        for (Payload part : answer.parts()) {
            total += part.sizeBytes();
        }
        return total;
    }

    private void pauseOrResume() {
        if (closed) {
            return;
        }
        ConnectionLimits limits = server.limits();
        boolean room = !closing
                && inFlight.size() < limits.inFlightRequestsMax()
                && inFlightBytes < limits.inFlightBytesMax()
                && connection().unsentBytes() < limits.unsentBytesMax();
        if (room != reading) {
            reading = room;
            connection().setReading(room);
            if (!room) {
                server.counters().onThrottled();
            }
        }
    }

    /** Looks again when the connection could have been idle long enough; requests in flight keep it open. */
    private void checkIdleAfter(long afterMs) {
        idleCheck = connection().loop().schedule(afterMs, this::onIdleCheck);
    }

    private void onIdleCheck() {
        long idleMs = (connection().loop().clock().nanos() - lastActiveNanos) / NANOS_PER_MS;
        long leftMs = server.limits().idleMs() - idleMs;
        if (closed) {
            return;
        }
        if (leftMs > 0) {
            checkIdleAfter(leftMs);
        } else if (!inFlight.isEmpty()) {
            checkIdleAfter(server.limits().idleMs());
        } else {
            log.debug("closing idle connection={} client={}", info().id(), info().clientHost());
            close();
        }
    }

    /** A forgotten check would keep a dead connection in memory for the whole idle time. */
    private void cancelIdleCheck() {
        if (idleCheck != null) {
            idleCheck.cancel();
            idleCheck = null;
        }
    }

    private void touch() {
        lastActiveNanos = connection().loop().clock().nanos();
    }

    /** Closes it and lets go of the responses that can no longer leave; open requests keep their memory until answered. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        cancelIdleCheck();
        connection().close();
        for (InboundRequest request : inFlight) {
            InboundRequest.Answer answer = request.answer();
            if (answer != null) {
                answer.release();
            } else {
                request.onAbandoned();
            }
        }
        inFlight.clear();
    }
}
