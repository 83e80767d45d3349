package dev.naru.protocol;

import dev.naru.common.Payload;
import dev.naru.protocol.message.ResponseHeader;
import java.util.List;

/**
 * What stands between two length prefixes on the way to a client: a header, which is little more than the correlation id,
 * then the response in the version of its request.
 *
 * <p>Threading: stateless.
 */
public final class ResponseFrame {
    private ResponseFrame() {}

    /** The frame of a response, without its length prefix. */
    public static List<Payload> encode(ApiResponse response, short version, int correlationId) {
        short headerVersion = response.apiKey().responseHeaderVersion(version);
        ResponseHeader header = new ResponseHeader().correlationId(correlationId);
        return MessageParts.of(header, headerVersion, response, version);
    }

    /** The correlation id at the start of a response frame: all there is to say whose it is. */
    public static int correlationId(MessageReader reader) {
        return reader.peekInt32(0);
    }

    /**
     * Reads a response to a request of this key and version.
     *
     * @throws MalformedMessageException if the bytes are not that response
     */
    public static ApiResponse read(ApiKey key, short version, MessageReader reader) {
        new ResponseHeader().read(reader, key.responseHeaderVersion(version));
        ApiResponse response = key.newResponse();
        response.read(reader, version);
        return response;
    }
}
