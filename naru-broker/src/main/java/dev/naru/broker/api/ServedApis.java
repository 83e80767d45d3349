package dev.naru.broker.api;

import dev.naru.protocol.ApiKey;
import dev.naru.protocol.message.ApiVersionsRequest;

/** The one table of what a broker serves: API, versions, handler. Threading: used once, by whoever starts the broker. */
public final class ServedApis {
    private ServedApis() {}

    /** The table, with handlers that use these services. */
    public static ApiTable table(BrokerServices services) {
        ApiTable apis = new ApiTable();
        return apis.serve(
                ApiKey.API_VERSIONS, 0, 5, ApiVersionsRequest.class, new ApiVersionsHandler(apis, services.identity()));
    }
}
