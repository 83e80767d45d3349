package dev.naru.client.cluster;

import dev.naru.protocol.ApiKey;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.MessageReader;
import dev.naru.protocol.ResponseFrame;
import dev.naru.protocol.message.ApiVersionsRequest;
import dev.naru.protocol.message.ApiVersionsResponse;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Which versions of which requests a broker speaks. Immutable.
 *
 * <p>A broker that does not know the version it was asked in answers in version 0, whatever the question's version was.
 */
final class BrokerVersions {
    private static final String SOFTWARE_NAME = "naru-client";
    private static final int CORRELATION_ID_SIZE_BYTES = 4;

    private final boolean refusal;
    private final Map<ApiKey, Range> ranges = new EnumMap<>(ApiKey.class);
    private final Map<String, Short> features = new HashMap<>();

    private BrokerVersions(ApiVersionsResponse response) {
        refusal = response.errorCode() == ErrorCode.UNSUPPORTED_VERSION.code();
        for (ApiVersionsResponse.ApiVersion api : response.apiKeys()) {
            ApiKey key = ApiKey.byId(api.apiKey());
            if (key != null) {
                ranges.put(key, new Range(api.minVersion(), api.maxVersion()));
            }
        }
        response.finalizedFeatures().forEach(feature -> features.put(feature.name(), feature.maxVersionLevel()));
    }

    static ApiVersionsRequest request() {
        return new ApiVersionsRequest().clientSoftwareName(SOFTWARE_NAME).clientSoftwareVersion(softwareVersion());
    }

    /** Reads the answer to a question of this version. */
    static BrokerVersions read(short asked, ByteBuffer frame) {
        boolean unsupported = frame.remaining() >= CORRELATION_ID_SIZE_BYTES + Short.BYTES
                && frame.getShort(frame.position() + CORRELATION_ID_SIZE_BYTES) == ErrorCode.UNSUPPORTED_VERSION.code();
        short version = unsupported ? 0 : asked;
        return new BrokerVersions(
                (ApiVersionsResponse) ResponseFrame.read(ApiKey.API_VERSIONS, version, new MessageReader(frame)));
    }

    /** True if the broker did not know the version of the question. */
    boolean isRefusal() {
        return refusal;
    }

    /** The highest version the broker named for this request, 0 if it named none. */
    int highest(ApiKey key) {
        Range range = ranges.get(key);
        return range == null ? 0 : range.highest;
    }

    /** The level of this feature in the whole cluster, 0 if it has none. */
    int featureLevel(String feature) {
        return features.getOrDefault(feature, (short) 0);
    }

    /** The newest version up to {@code max} that both ends speak, or -1. */
    int choose(ApiKey key, int max) {
        Range range = ranges.get(key);
        if (range == null) {
            return -1;
        }
        int newest = Math.min(Math.min(range.highest, key.highestVersion()), max);
        return newest >= Math.max(range.lowest, key.lowestVersion()) ? newest : -1;
    }

    private static String softwareVersion() {
        String version = BrokerVersions.class.getPackage().getImplementationVersion();
        return version == null ? "0" : version;
    }

    private record Range(short lowest, short highest) {}
}
