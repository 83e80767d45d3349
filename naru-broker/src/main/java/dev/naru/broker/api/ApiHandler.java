package dev.naru.broker.api;

import dev.naru.protocol.ApiRequest;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of one API. There is one of it for all connections: what it keeps between requests is immutable, or
 * belongs to somebody else.
 *
 * <p>Threading: called on the loop of the request's connection, on several at once; it never blocks.
 *
 * @param <Q> the request it answers
 */
public interface ApiHandler<Q extends ApiRequest> {
    /** Answers {@code request} through {@code context}, exactly once, now or later. */
    void handle(Q request, RequestContext context);

    /**
     * What to answer after an unexpected failure, or null to close the connection. Closing is right for everything that
     * writes: the client sends it again and is then recognized, whereas an error nobody expects makes some clients do the
     * wrong thing.
     */
    default @Nullable ApiResponse onFailure(Q request, ErrorCode error) {
        return null;
    }
}
