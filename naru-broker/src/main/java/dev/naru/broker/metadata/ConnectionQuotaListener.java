package dev.naru.broker.metadata;

import dev.naru.broker.config.BrokerConfig;
import dev.naru.common.runtime.EventLoop;
import dev.naru.common.runtime.IoPool;
import dev.naru.metadata.BrokerDefaults;
import dev.naru.metadata.ClusterDelta;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.ConfigResource;
import dev.naru.metadata.ImageListener;
import dev.naru.network.ConnectionQuota;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the limits on connections follow what is set while the broker runs. They may name hosts, whose addresses are looked
 * up on the I/O pool; while one cannot be found the limits stay as they were.
 *
 * <p>Threading: confined to the metadata loop.
 */
public final class ConnectionQuotaListener implements ImageListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionQuotaListener.class);

    private final BrokerConfig config;
    private final IoPool ioPool;
    private final EventLoop loop;
    private final Consumer<ConnectionQuota> changed;
    private long changes;

    /** Gives every new quota to {@code changed}, on {@code loop}. */
    public ConnectionQuotaListener(
            BrokerConfig config, IoPool ioPool, EventLoop loop, Consumer<ConnectionQuota> changed) {
        this.config = config;
        this.ioPool = ioPool;
        this.loop = loop;
        this.changed = changed;
    }

    @Override
    public void onImage(ClusterImage image, ClusterDelta delta) {
        ConfigResource broker = ConfigResource.broker(config.node().brokerId());
        Set<ConfigResource> touched = delta.configs().changed();
        if (!touched.contains(broker) && !touched.contains(ConfigResource.ALL_BROKERS)) {
            return;
        }
        BrokerDefaults now =
                new BrokerDefaults(config.view(), image.settings(broker), image.settings(ConfigResource.ALL_BROKERS));
        changes++;
        long change = changes;
        ioPool.submit(
                () -> BrokerConfig.quota(now),
                loop,
                quota -> {
                    // Look-ups can overtake each other; only the newest counts.
                    if (change == changes) {
                        changed.accept(quota);
                    }
                },
                cause -> LOGGER.warn("limits on connections stay as they were cause=\"{}\"", cause.getMessage()));
    }
}
