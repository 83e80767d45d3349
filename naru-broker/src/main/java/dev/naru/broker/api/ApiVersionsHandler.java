package dev.naru.broker.api;

import dev.naru.broker.metadata.SupportedFeatures;
import dev.naru.common.Payload;
import dev.naru.metadata.ClusterImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.ResponseFrame;
import dev.naru.protocol.message.ApiVersionsRequest;
import dev.naru.protocol.message.ApiVersionsResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * ApiVersions 0–5: which APIs are served in which versions, and at which levels the cluster works.
 *
 * <p>From version 3 on the client says who it is, in a form that is checked, as Kafka does: INVALID_REQUEST. From version 5
 * on it may say whom it wants to reach; another cluster or broker is answered with REBOOTSTRAP_REQUIRED. Versions up to 3
 * have no way to say that a feature begins at level 0, so such features are left out there (KAFKA-17011).
 */
final class ApiVersionsHandler implements ApiHandler<ApiVersionsRequest> {
    private static final short CLIENT_SOFTWARE_SINCE = 3;
    private static final short ZERO_LEVELS_SINCE = 4;
    private static final short TARGET_SINCE = 5;
    private static final Pattern SOFTWARE = Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");

    private final ApiTable apis;
    private final BrokerServices.Identity identity;

    ApiVersionsHandler(ApiTable apis, BrokerServices.Identity identity) {
        this.apis = apis;
        this.identity = identity;
    }

    @Override
    public void handle(ApiVersionsRequest request, RequestContext context) {
        ErrorCode problem = problem(request, context.version());
        if (problem != ErrorCode.NONE) {
            context.respond(new ApiVersionsResponse().errorCode(problem.code()));
            return;
        }
        ApiVersionsResponse response = new ApiVersionsResponse().apiKeys(served());
        addFeatures(response, context.image(), context.version());
        context.respond(response);
    }

    private ErrorCode problem(ApiVersionsRequest request, short version) {
        if (version >= CLIENT_SOFTWARE_SINCE
                && !(isSoftware(request.clientSoftwareName()) && isSoftware(request.clientSoftwareVersion()))) {
            return ErrorCode.INVALID_REQUEST;
        }
        if (version < TARGET_SINCE) {
            return ErrorCode.NONE;
        }
        String clusterId = request.clusterId();
        boolean namesBoth = clusterId != null && request.nodeId() >= 0;
        boolean isOther =
                namesBoth && !(identity.clusterId().equals(clusterId) && identity.brokerId() == request.nodeId());
        return isOther ? ErrorCode.REBOOTSTRAP_REQUIRED : ErrorCode.NONE;
    }

    private static boolean isSoftware(@Nullable String text) {
        return text != null && SOFTWARE.matcher(text).matches();
    }

    private List<ApiVersionsResponse.ApiVersion> served() {
        List<ApiVersionsResponse.ApiVersion> served = new ArrayList<>();
        for (ServedApi<?> api : apis.all()) {
            served.add(advertised(api));
        }
        return served;
    }

    private static ApiVersionsResponse.ApiVersion advertised(ServedApi<?> api) {
        return new ApiVersionsResponse.ApiVersion()
                .apiKey(api.key().id())
                .minVersion(api.lowestAdvertised())
                .maxVersion(api.highest());
    }

    private static void addFeatures(ApiVersionsResponse response, ClusterImage image, short version) {
        List<ApiVersionsResponse.SupportedFeatureKey> supported = new ArrayList<>();
        SupportedFeatures.RANGES.forEach((name, range) -> {
            if (range.min() > 0 || version >= ZERO_LEVELS_SINCE) {
                supported.add(new ApiVersionsResponse.SupportedFeatureKey()
                        .name(name)
                        .minVersion(range.min())
                        .maxVersion(range.max()));
            }
        });
        List<ApiVersionsResponse.FinalizedFeatureKey> finalized = new ArrayList<>();
        for (Map.Entry<String, Short> feature : image.features()) {
            finalized.add(new ApiVersionsResponse.FinalizedFeatureKey()
                    .name(feature.getKey())
                    .maxVersionLevel(feature.getValue())
                    .minVersionLevel(feature.getValue()));
        }
        response.supportedFeatures(supported)
                .finalizedFeaturesEpoch(Math.max(0, image.position().endOffset() - 1))
                .finalizedFeatures(finalized);
    }

    /** The answer to a version nobody here knows: in version 0, with the range of this one API. */
    static List<Payload> unsupportedVersion(ServedApi<?> apiVersions, int correlationId) {
        ApiVersionsResponse response = new ApiVersionsResponse()
                .errorCode(ErrorCode.UNSUPPORTED_VERSION.code())
                .apiKeys(List.of(advertised(apiVersions)));
        return ResponseFrame.encode(response, (short) 0, correlationId);
    }
}
