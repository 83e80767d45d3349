package dev.naru.broker.api;

import dev.naru.protocol.ApiKey;
import dev.naru.protocol.ApiRequest;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A line of the table of served APIs. Threading: immutable.
 *
 * @param lowest the lowest version that is answered
 * @param highest the highest version that is answered
 * @param lowestAdvertised what clients are told is the lowest; differs from {@code lowest} for Produce only
 */
record ServedApi<Q extends ApiRequest>(
        ApiKey key, short lowest, short highest, short lowestAdvertised, Class<Q> requestType, ApiHandler<Q> handler) {

    boolean serves(short version) {
        return version >= lowest && version <= highest;
    }

    void handle(ApiRequest request, RequestContext context) {
        handler.handle(requestType.cast(request), context);
    }

    @Nullable
    ApiResponse onFailure(ApiRequest request, ErrorCode error) {
        return handler.onFailure(requestType.cast(request), error);
    }
}
