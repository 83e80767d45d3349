package dev.naru.broker.api;

import dev.naru.common.Payload;
import dev.naru.common.runtime.EventLoop;
import dev.naru.metadata.ClusterImage;
import dev.naru.network.ConnectionInfo;
import dev.naru.network.InboundRequest;
import dev.naru.protocol.ApiKey;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.ResponseFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request on its way through the broker: who asks, in which version, what the cluster looked like when it arrived, and
 * the way to answer.
 *
 * <p>The memory of the request, produced batches included, is good until it is answered or {@link #releaseBuffer} is
 * called. A handler that waits long and needs none of it gives it back first.
 *
 * <p>Threading: answers may be given from any thread; the rest is immutable.
 */
public final class RequestContext {
    private static final Logger LOGGER = LoggerFactory.getLogger(RequestContext.class);

    private final InboundRequest inbound;
    private final Header header;
    private final ClusterImage image;
    private volatile boolean answered;

    RequestContext(InboundRequest inbound, Header header, ClusterImage image) {
        this.inbound = inbound;
        this.header = header;
        this.image = image;
    }

    /** What the header of a request says, once its key is known to be served. */
    record Header(
            ApiKey apiKey,
            short version,
            int correlationId,
            @Nullable String clientId) {}

    /** Which API. */
    public ApiKey apiKey() {
        return header.apiKey;
    }

    /** The version of the request, and so of the response. */
    public short version() {
        return header.version;
    }

    /** What the client calls itself, or null. */
    public @Nullable String clientId() {
        return header.clientId;
    }

    /** The connection it came by. */
    public ConnectionInfo connection() {
        return inbound.connection();
    }

    /** The loop of the connection, the request's home. */
    public EventLoop loop() {
        return inbound.connection().loop();
    }

    /** The cluster as it was when the request arrived; used from start to end. */
    public ClusterImage image() {
        return image;
    }

    /** Answers. */
    public void respond(ApiResponse response) {
        List<Payload> parts = ResponseFrame.encode(response, header.version, header.correlationId);
        answered = true;
        inbound.respond(parts);
    }

    /** Answers with nothing, where the client does not expect a response. */
    public void noResponse() {
        answered = true;
        inbound.noResponse();
    }

    /** Closes the connection once earlier responses have left; the reason goes to the log. */
    public void closeConnection(String reason) {
        answered = true;
        inbound.closeConnection(
                reason + " api=" + header.apiKey + " version=" + header.version + " clientId=" + header.clientId);
    }

    /**
     * Runs a part of the handling on a loop: at once if it is the current one. What nobody expected to be thrown there closes
     * the connection, as it does in the handler itself: one request must not end the process.
     */
    public void runOn(EventLoop loop, Runnable work) {
        loop.run(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                fail(e);
            }
        });
    }

    /** Ends the request after a failure nobody expected. */
    void fail(RuntimeException cause) {
        LOGGER.error(
                "request failed api={} version={} clientId={} connection={} client={}",
                header.apiKey,
                header.version,
                header.clientId,
                connection().id(),
                connection().clientHost(),
                cause);
        if (!answered) {
            closeConnection("failed: " + cause);
        }
    }

    /** Runs {@code work} on {@code loop} if the client goes away before it is answered; the request is still to be ended. */
    public void whenAbandoned(EventLoop loop, Runnable work) {
        inbound.whenAbandoned(() -> runOn(loop, work));
    }

    /** Gives back the memory of the request, before a long wait. */
    public void releaseBuffer() {
        inbound.releaseBuffer();
    }
}
