package dev.naru.metadata;

import dev.naru.common.Uuid;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A registered broker at one moment.
 *
 * @param epoch the offset of its registration in the metadata log; a restart gets a new one
 * @param incarnationId drawn by the process when it started
 *
 * <p>Threading: immutable.
 */
public record BrokerImage(
        int id, long epoch, Uuid incarnationId, Contact contact, State state, Capabilities capabilities) {
    /** Where to reach it. */
    public record Contact(
            List<Endpoint> endpoints, @Nullable String rack) {}

    /** One advertised listener. */
    public record Endpoint(String listener, String host, int port, short securityProtocol) {}

    /** A fenced broker leads nothing and is told to no client; one in controlled shutdown hands its leaderships over. */
    public record State(boolean fenced, boolean inControlledShutdown) {}

    /** The log directories it has online, and the levels of each feature it can work at. */
    public record Capabilities(List<Uuid> directories, Map<String, FeatureRange> features) {}

    /** The lowest and highest level of a feature. */
    public record FeatureRange(short min, short max) {}

    /** True if it may lead and be told to clients. */
    public boolean isActive() {
        return !state.fenced;
    }

    /** Its endpoint on the listener of this name, or null. */
    public @Nullable Endpoint endpoint(String listener) {
        for (Endpoint endpoint : contact.endpoints) {
            if (endpoint.listener.equals(listener)) {
                return endpoint;
            }
        }
        return null;
    }
}
