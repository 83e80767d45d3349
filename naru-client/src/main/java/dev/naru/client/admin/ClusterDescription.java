package dev.naru.client.admin;

import dev.naru.client.Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as it stands.
 *
 * @param clusterId its id
 * @param controllerId id of the broker that takes changes, -1 if there is none
 * @param brokers its brokers by id
 */
public record ClusterDescription(String clusterId, int controllerId, List<Broker> brokers) {
    /**
     * A broker of the cluster.
     *
     * @param id its {@code broker.id}
     * @param address where clients reach it
     * @param rack its rack, if it has one
     */
    public record Broker(int id, Address address, @Nullable String rack) {}
}
