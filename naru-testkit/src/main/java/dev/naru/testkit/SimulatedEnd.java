package dev.naru.testkit;

import dev.naru.common.Payload;
import dev.naru.common.net.Connection;
import dev.naru.common.net.ConnectionHandler;
import dev.naru.common.runtime.EventLoop;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One end of a simulated connection. A frame given to {@link #send} waits here, leaves (its parts are read and released
 * only then, as by {@code sendfile}), travels, and waits at the other end until that reads. A reader that does not read
 * fills its window, and then this end's frames stop leaving.
 *
 * <p>Threading: confined to the simulation's thread; as a {@link Connection} confined to its loop.
 */
final class SimulatedEnd implements Connection {
    private static final long LEAVE_NANOS_MAX = 40_000;
    private static final long TRAVEL_NANOS_MIN = 20_000;
    private static final long TRAVEL_NANOS_MAX = 500_000;
    private static final long SLOW_TRAVEL_NANOS_MAX = 50_000_000;
    private static final int ONE_FRAME_IN_SLOW = 500;
    private static final long WINDOW_BYTES = 256 * 1024;

    private final SimulatedHost host;
    private final int port;
    private final EventLoop loop;
    private final ConnectionHandler handler;
    private final Deque<List<Payload>> unsent = new ArrayDeque<>();
    private final Deque<byte[]> arrived = new ArrayDeque<>();
    private @Nullable SimulatedLink link;
    private @Nullable SimulatedEnd peer;
    private long id;
    private long unsentBytes;
    /** Bytes that left the other end and have not been handed to the handler. */
    private long windowBytesUsed;

    private long lastArrivalNanos;
    private boolean leaving;
    private boolean reading = true;
    private boolean peerClosed;
    private boolean closed;
    private boolean closedForHandler;

    SimulatedEnd(SimulatedHost host, int port, EventLoop loop, ConnectionHandler handler) {
        this.host = host;
        this.port = port;
        this.loop = loop;
        this.handler = handler;
    }

    void open(SimulatedLink opened, SimulatedEnd otherEnd) {
        link = opened;
        peer = otherEnd;
        id = opened.network().nextConnectionId();
        loop.execute(() -> handler.onOpened(this));
    }

    SimulatedHost host() {
        return host;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return peer().localAddress();
    }

    @Override
    public InetSocketAddress localAddress() {
        return new InetSocketAddress(host.address(), port);
    }

    @Override
    public void send(List<Payload> parts) {
        loop.checkCurrent();
        if (closed) {
            parts.forEach(Payload::release);
            return;
        }
        unsent.add(List.copyOf(parts));
        unsentBytes += sizeBytes(parts);
        pump();
    }

    @Override
    public long unsentBytes() {
        return unsentBytes;
    }

    @Override
    public void setReading(boolean read) {
        loop.checkCurrent();
        reading = read;
        deliver();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        onLost(null);
        SimulatedEnd other = peer();
        simulation().at(nextArrivalNanos(other), other::onPeerClosed);
        link().removeIfDead();
    }

    /** Lets the first waiting frame leave, if nothing holds it back. */
    void pump() {
        boolean isHeldBack = link().isSeparated()
                || link().network().isSilenced(host, peer().host)
                || peer().windowBytesUsed > WINDOW_BYTES;
        if (leaving || closed || unsent.isEmpty() || isHeldBack) {
            return;
        }
        leaving = true;
        long leavesNanos = simulation().clock().nanos() + simulation().randomNanos(0, LEAVE_NANOS_MAX);
        simulation().at(leavesNanos, this::onLeft);
    }

    private void onLeft() {
        leaving = false;
        List<Payload> parts = unsent.poll();
        if (parts == null) {
            return;
        }
        byte[] bytes;
        try {
            bytes = copy(parts);
        } catch (UncheckedIOException e) {
            link().reset(e);
            return;
        } finally {
            parts.forEach(Payload::release);
        }
        unsentBytes -= bytes.length;
        SimulatedEnd other = peer();
        other.windowBytesUsed += bytes.length;
        simulation().at(nextArrivalNanos(other), () -> other.onArrived(bytes));
        loop.execute(() -> {
            if (!closed) {
                handler.onWritable();
            }
        });
        pump();
    }

    private long nextArrivalNanos(SimulatedEnd other) {
        long maxNanos = simulation().randomly(ONE_FRAME_IN_SLOW) ? SLOW_TRAVEL_NANOS_MAX : TRAVEL_NANOS_MAX;
        long travelNanos = simulation().randomNanos(TRAVEL_NANOS_MIN, maxNanos);
        other.lastArrivalNanos =
                Math.max(other.lastArrivalNanos, simulation().clock().nanos() + travelNanos);
        return other.lastArrivalNanos;
    }

    private void onArrived(byte[] frame) {
        if (!closed) {
            arrived.add(frame);
            deliver();
        }
    }

    private void onPeerClosed() {
        peerClosed = true;
        deliver();
    }

    /** Hands what has arrived to the loop; the close of the other end comes after its last frame. */
    private void deliver() {
        while (reading && !arrived.isEmpty()) {
            byte[] frame = arrived.remove();
            loop.execute(() -> onFrameRead(frame));
        }
        if (peerClosed && arrived.isEmpty() && !closed) {
            onLost(null);
            link().removeIfDead();
        }
    }

    private void onFrameRead(byte[] bytes) {
        windowBytesUsed -= bytes.length;
        peer().pump();
        if (!closedForHandler) {
            host.onFrameHandedOut();
            handler.onFrame(new SimulatedFrame(host, bytes));
        }
    }

    /** Ends this end; its handler hears of it on its loop. */
    void onLost(@Nullable Throwable cause) {
        if (closed) {
            return;
        }
        closed = true;
        arrived.clear();
        unsent.forEach(parts -> parts.forEach(Payload::release));
        unsent.clear();
        unsentBytes = 0;
        loop.execute(() -> {
            closedForHandler = true;
            handler.onClosed(cause);
        });
    }

    private static long sizeBytes(List<Payload> parts) {
        return parts.stream().mapToLong(Payload::sizeBytes).sum();
    }

    private static byte[] copy(List<Payload> parts) {
        ByteBuffer frame = ByteBuffer.allocate((int) sizeBytes(parts));
        parts.forEach(part -> frame.put(part.toBuffer()));
        return frame.array();
    }

    private Simulation simulation() {
        return link().network().simulation();
    }

    private SimulatedLink link() {
        return Objects.requireNonNull(link);
    }

    private SimulatedEnd peer() {
        return Objects.requireNonNull(peer);
    }
}
