package dev.naru.protocol;

import dev.naru.common.Payload;
import dev.naru.protocol.message.RequestHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands between two length prefixes on the way to a broker: a header, then the request. A server reads the two
 * apart ({@link #readHeader}, {@link #readBody}), because it must be able to answer a request whose version it does not
 * know; a client writes them at once ({@link #encode}).
 *
 * <p>Threading: stateless.
 */
public final class RequestFrame {
    private RequestFrame() {}

    /**
     * Reads the header. Its version follows from the key and version it starts with; those of the future are taken to be
     * like the newest known, as Kafka does, so that an ApiVersions request of any version can be answered.
     *
     * @throws MalformedMessageException if the bytes are not a header, or the key is none of Kafka's
     */
    public static RequestHeader readHeader(MessageReader reader) {
        int id = reader.peekInt16(0);
        short version = reader.peekInt16(Short.BYTES);
        ApiKey key = ApiKey.byId(id);
        if (key == null) {
            throw new MalformedMessageException("no request has the API key " + id);
        }
        RequestHeader header = new RequestHeader();
        header.read(reader, key.requestHeaderVersion(version));
        return header;
    }

    /**
     * Reads the request behind {@code header}.
     *
     * @throws MalformedMessageException if the bytes are not that request
     * @throws UnsupportedVersionException if the request has no such version
     */
    public static ApiRequest readBody(RequestHeader header, MessageReader reader) {
        ApiKey key = ApiKey.byId(header.requestApiKey());
        if (key == null || !key.supports(header.requestApiVersion())) {
            throw new UnsupportedVersionException((key == null ? "key " + header.requestApiKey() : key)
                    + " has no version " + header.requestApiVersion());
        }
        ApiRequest request = key.newRequest();
        request.read(reader, header.requestApiVersion());
        return request;
    }

    /** The frame of a request, without its length prefix. */
    public static List<Payload> encode(
            ApiRequest request, short version, int correlationId, @Nullable String clientId) {
        ApiKey key = request.apiKey();
        RequestHeader header = new RequestHeader()
                .requestApiKey(key.id())
                .requestApiVersion(version)
                .correlationId(correlationId)
                .clientId(clientId);
        short headerVersion = key.requestHeaderVersion(version);
        return MessageParts.of(header, headerVersion, request, version);
    }
}
