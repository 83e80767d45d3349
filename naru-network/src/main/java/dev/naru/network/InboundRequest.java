package dev.naru.network;

import dev.naru.common.Invariant;
import dev.naru.common.Payload;
import dev.naru.common.net.Frame;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way through the broker, from the frame that carried it to the response.
 *
 * <p>Ownership of memory: {@link #buffer} and every slice of it, produced batches included, may be read until the request
 * is answered or {@link #releaseBuffer} is called, whichever is first; then the memory goes back, at once. Nothing takes
 * it away earlier, not even the end of the connection. So the parts of a response must not point into it. The parts
 * themselves belong to the network from {@link #respond} on, which releases each once, whatever happens.
 *
 * <p>Threading: {@link #buffer} is read by one thread at a time; all methods may be called from any thread.
 */
public final class InboundRequest {
    private final RequestConnection connection;
    private final Frame frame;
    private final int sizeBytes;
    private final long arrivalNanos;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicBoolean released = new AtomicBoolean();

    /** Confined to the connection's loop: what to send in this request's turn, null while it is open. */
    private @Nullable Answer answer;

    /** Confined to the connection's loop: who wants to know when nobody is left to answer. */
    private @Nullable Runnable whenAbandoned;

    InboundRequest(RequestConnection connection, Frame frame, long arrivalNanos) {
        this.connection = connection;
        this.frame = frame;
        this.sizeBytes = frame.buffer().remaining();
        this.arrivalNanos = arrivalNanos;
    }

    /** Who sent it. */
    public ConnectionInfo connection() {
        return connection.info();
    }

    /** The whole request, header included, without the length prefix. */
    public ByteBuffer buffer() {
        return frame.buffer();
    }

    /** Bytes of the request, also after the buffer is gone. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** When it had wholly arrived, by the loop's {@link dev.naru.common.runtime.Clock#nanos}. */
    public long arrivalNanos() {
        return arrivalNanos;
    }

    /** Answers with these parts, header included; they leave in the request's turn. */
    public void respond(List<Payload> parts) {
        answer(new Answer(parts, null));
    }

    /** Answers with nothing at all, as a produce request with acks=0 wants. */
    public void noResponse() {
        answer(new Answer(List.of(), null));
    }

    /** Closes the connection, once the responses to earlier requests have left; {@code reason} goes to the log. */
    public void closeConnection(String reason) {
        answer(new Answer(List.of(), reason));
    }

    /** Gives the request's memory back before it is answered, for one that waits long; calling it again does nothing. */
    public void releaseBuffer() {
        if (released.compareAndSet(false, true)) {
            frame.release();
            connection.onBufferReleased(this);
        }
    }

    /**
     * Runs {@code action} on the connection's loop if the connection is closed before the request is answered: for one that
     * waits long, and need not for a client that has gone. It is still to be answered. The last action given counts.
     */
    public void whenAbandoned(Runnable action) {
        connection.onAbandonmentAwaited(this, action);
    }

    private void answer(Answer given) {
        Invariant.check(answered.compareAndSet(false, true), "a request is answered twice");
        releaseBuffer();
        connection.onAnswered(this, given);
    }

    @Nullable
    Answer answer() {
        return answer;
    }

    void setAnswer(Answer given) {
        answer = given;
    }

    void setWhenAbandoned(Runnable action) {
        whenAbandoned = action;
    }

    /** The connection is closed. */
    void onAbandoned() {
        Runnable action = whenAbandoned;
        if (action != null && !answered.get()) {
            action.run();
        }
    }

    /** What happens in a request's turn: parts to send, none, or a reason to close. */
    record Answer(List<Payload> parts, @Nullable String closeReason) {
        void release() {
            parts.forEach(Payload::release);
        }
    }
}
