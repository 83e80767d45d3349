package dev.naru.broker.api;

import dev.naru.protocol.ApiKey;
import dev.naru.protocol.ApiRequest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which APIs are served, in which versions, by which handler. Filled once, when the broker is put together, by {@link
 * ServedApis}.
 *
 * <p>Threading: immutable once the broker listens.
 */
public final class ApiTable {
    private final Map<ApiKey, ServedApi<?>> byKey = new EnumMap<>(ApiKey.class);

    /** Serves these versions of an API. */
    public <Q extends ApiRequest> ApiTable serve(
            ApiKey key, int lowest, int highest, Class<Q> requestType, ApiHandler<Q> handler) {
        return add(new ServedApi<>(key, (short) lowest, (short) highest, (short) lowest, requestType, handler));
    }

    /** Serves these versions of an API and claims to serve lower ones, for clients that ask for too much. */
    public <Q extends ApiRequest> ApiTable serveAdvertising(
            int lowestAdvertised, ApiKey key, int lowest, int highest, Class<Q> requestType, ApiHandler<Q> handler) {
        return add(
                new ServedApi<>(key, (short) lowest, (short) highest, (short) lowestAdvertised, requestType, handler));
    }

    private ApiTable add(ServedApi<?> api) {
        if (!api.key().supports(api.lowest()) || !api.key().supports(api.highest())) {
            throw new IllegalArgumentException(api.key() + " has no such versions");
        }
        if (byKey.putIfAbsent(api.key(), api) != null) {
            throw new IllegalArgumentException(api.key() + " is served twice");
        }
        return this;
    }

    /** The API of this key, or null if it is not served. */
    @Nullable
    ServedApi<?> find(ApiKey key) {
        return byKey.get(key);
    }

    /** All served APIs by key. */
    List<ServedApi<?>> all() {
        return List.copyOf(byKey.values());
    }
}
