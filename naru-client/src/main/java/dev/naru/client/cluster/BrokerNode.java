package dev.naru.client.cluster;

import dev.naru.client.Address;
import org.jspecify.annotations.Nullable;

/**
 * A broker as the cluster describes it.
 *
 * @param id its {@code broker.id}
 * @param address where clients reach it
 * @param rack its rack, if it has one
 */
public record BrokerNode(int id, Address address, @Nullable String rack) {}
