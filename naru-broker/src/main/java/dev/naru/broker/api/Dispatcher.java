package dev.naru.broker.api;

import dev.naru.broker.metadata.PublishedImage;
import dev.naru.network.InboundRequest;
import dev.naru.network.RequestHandler;
import dev.naru.protocol.ApiKey;
import dev.naru.protocol.ApiRequest;
import dev.naru.protocol.ApiResponse;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.MalformedMessageException;
import dev.naru.protocol.MessageReader;
import dev.naru.protocol.RequestFrame;
import dev.naru.protocol.UnsupportedVersionException;
import dev.naru.protocol.message.RequestHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a request as it came in, finds who answers it, decodes it and hands it over.
 *
 * <p>An ApiVersions request of a version nobody here knows is answered in version 0 with the versions that are known, so
 * that clients of the future can fall back. Every other request that is not served, or cannot be decoded, closes its
 * connection with one line in the log that says who sent what: the protocol has no answer that such a client would
 * understand. So does a failure nobody expected, unless the handler knows better.
 *
 * <p>Threading: called on the loop of the request's connection, on several at once.
 */
public final class Dispatcher implements RequestHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(Dispatcher.class);

    /**
     * How many elements the lists of one request may have together. A client of all partitions of a very large broker stays
     * below it; without it, a frame of zeros could become many times its size in objects.
     */
    static final int REQUEST_ELEMENTS_MAX = 250_000;

    private final ApiTable apis;
    private final PublishedImage image;

    /** Serves what is in the table. */
    public Dispatcher(ApiTable apis, PublishedImage image) {
        this.apis = apis;
        this.image = image;
    }

    @Override
    public void onRequest(InboundRequest inbound) {
        MessageReader reader = new MessageReader(inbound.buffer(), REQUEST_ELEMENTS_MAX);
        RequestHeader header;
        try {
            header = RequestFrame.readHeader(reader);
        } catch (MalformedMessageException | UnsupportedVersionException e) {
            inbound.closeConnection("header cannot be read: " + e.getMessage());
            return;
        }
        dispatch(inbound, reader, header);
    }

    private void dispatch(InboundRequest inbound, MessageReader reader, RequestHeader header) {
        ApiKey key = ApiKey.byId(header.requestApiKey());
        ServedApi<?> api = key == null ? null : apis.find(key);
        short version = header.requestApiVersion();
        if (key == ApiKey.API_VERSIONS && api != null && !api.serves(version)) {
            inbound.respond(ApiVersionsHandler.unsupportedVersion(api, header.correlationId()));
            return;
        }
        if (key == null || api == null || !api.serves(version)) {
            inbound.closeConnection("not served api=" + (key == null ? header.requestApiKey() : key) + " version="
                    + version + " clientId=" + header.clientId());
            return;
        }
        RequestContext context = new RequestContext(
                inbound,
                new RequestContext.Header(key, version, header.correlationId(), header.clientId()),
                image.current());
        handle(api, header, reader, context);
    }

    private static void handle(ServedApi<?> api, RequestHeader header, MessageReader reader, RequestContext context) {
        ApiRequest request;
        try {
            request = RequestFrame.readBody(header, reader);
            if (reader.remaining() > 0) {
                throw new MalformedMessageException(reader.remaining() + " bytes are left over");
            }
        } catch (MalformedMessageException | UnsupportedVersionException e) {
            context.closeConnection("request cannot be read: " + e.getMessage());
            return;
        }
        try {
            api.handle(request, context);
        } catch (RuntimeException e) {
            onFailure(api, request, context, e);
        }
    }

    private static void onFailure(
            ServedApi<?> api, ApiRequest request, RequestContext context, RuntimeException cause) {
        ApiResponse response = api.onFailure(request, ErrorCode.UNKNOWN_SERVER_ERROR);
        if (response == null) {
            context.fail(cause);
        } else {
            LOGGER.error("request failed api={} clientId={}", context.apiKey(), context.clientId(), cause);
            context.respond(response);
        }
    }
}
