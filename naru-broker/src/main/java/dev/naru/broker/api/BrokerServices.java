package dev.naru.broker.api;

import dev.naru.broker.config.BrokerConfig;
import dev.naru.broker.coordinator.Coordinators;
import dev.naru.broker.metadata.PublishedImage;
import dev.naru.common.runtime.EventLoops;
import dev.naru.common.runtime.IoPool;
import dev.naru.controller.Controller;
import dev.naru.replication.HostedPartitions;
import dev.naru.storage.LogManager;
import java.util.random.RandomGenerator;

/**
 * What handlers stand on. {@link ServedApis} takes it apart: each handler gets what it needs and never this.
 *
 * <p>Threading: immutable; each part says for itself.
 */
public record BrokerServices(
        Identity identity,
        BrokerConfig config,
        PublishedImage image,
        HostedPartitions partitions,
        LogManager logs,
        Ground ground,
        Controller controller,
        Coordinators coordinators) {

    /** Which broker of which cluster this is. */
    public record Identity(String clusterId, int brokerId) {}

    /** Threads and chance. */
    public record Ground(EventLoops loops, IoPool ioPool, RandomGenerator random) {}
}
