package dev.naru.broker;

import dev.naru.broker.api.BrokerServices;
import dev.naru.broker.config.BrokerConfig;
import dev.naru.broker.coordinator.CoordinatorShards;
import dev.naru.broker.coordinator.Coordinators;
import dev.naru.broker.coordinator.GroupShards;
import dev.naru.broker.coordinator.InternalTopics;
import dev.naru.broker.coordinator.LocalMarkers;
import dev.naru.broker.coordinator.TransactionShards;
import dev.naru.broker.metadata.ConnectionQuotaListener;
import dev.naru.broker.metadata.HostingListener;
import dev.naru.broker.metadata.PublishedImage;
import dev.naru.common.Uuid;
import dev.naru.common.runtime.EventLoop;
import dev.naru.controller.Controller;
import dev.naru.controller.ControllerConfig;
import dev.naru.coordinator.group.shard.GroupShard;
import dev.naru.metadata.FileMetadataLog;
import dev.naru.metadata.MetadataException;
import dev.naru.metadata.MetadataFollower;
import dev.naru.replication.HostedPartitions;
import dev.naru.storage.LogManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broker, put together by hand: whoever reads the constructor, {@link #start} and what follows on it knows what there is
 * and in which order it comes up. It takes the world as ports, so it runs on a real machine or in a simulation.
 *
 * <p>Its life: the log directories are locked and say which cluster they belong to; the metadata log is read to its end;
 * the partitions it names are opened, recovering where the last end was not clean; then a {@link BrokerFront} listens and
 * registers, and the broker is ready once requests can see that. {@link #stop} goes the other way: no new connections, no
 * more appends, logs closed clean, connections closed.
 *
 * <p>Threading: {@link #start} blocks its caller for the locks and is called once; {@link #stop} from any thread; the rest is
 * confined to the metadata loop, the first of the loops.
 */
public final class Broker {
    private static final Logger LOGGER = LoggerFactory.getLogger(Broker.class);
    /** A broker with its own metadata log is a cluster by itself. */
    private static final int REPLICAS_MAX = 1;

    private final BrokerConfig config;
    private final BrokerPorts ports;
    private final BrokerWatcher watcher;
    private final EventLoop loop;
    private final LogManager logs;
    private final HostedPartitions partitions;
    private final PublishedImage image;
    private final MetadataFollower follower;
    private @Nullable FileMetadataLog metadataLog;
    private @Nullable Coordinators coordinators;
    private @Nullable BrokerFront front;
    private boolean failed;
    private boolean stopping;

    /** Puts it together; nothing is touched before {@link #start}. */
    public Broker(BrokerConfig config, BrokerPorts ports, BrokerWatcher watcher) {
        this.config = config;
        this.ports = ports;
        this.watcher = watcher;
        this.loop = ports.loops().all().get(0);
        this.logs = new LogManager(
                config.logs(),
                ports.disk(),
                ports.ioPool(),
                loop,
                new SplittableRandom(ports.random().nextLong()),
                this::onDirectoryOffline);
        this.partitions = new HostedPartitions(config.node().brokerId(), loop, ports.loops(), logs);
        this.image = new PublishedImage(loop);
        this.follower = new MetadataFollower(loop, new Following());
    }

    /**
     * Begins to start; the watcher is told how it goes on.
     *
     * @throws IOException with one clear sentence if a directory is in use, is not this broker's, or cannot be read
     */
    public void start() throws IOException {
        String knownClusterId = logs.open();
        FileMetadataLog opened = openMetadataLog(knownClusterId);
        logs.identify(opened.clusterId(), config.node().brokerId());
        loop.execute(() -> {
            metadataLog = opened;
            opened.follow(follower);
        });
    }

    private FileMetadataLog openMetadataLog(@Nullable String knownClusterId) throws IOException {
        Path folder = config.logs().directories().get(0).resolve(FileMetadataLog.FOLDER);
        if (knownClusterId != null && !ports.disk().exists(folder)) {
            // With an empty metadata log in its place, every topic would be gone though its data is there.
            throw new IOException("the data belongs to cluster " + knownClusterId + ", but its metadata log " + folder
                    + " is missing; bring it back, or start on an empty folder");
        }
        String clusterId = knownClusterId != null
                ? knownClusterId
                : new Uuid(ports.random().nextLong(), ports.random().nextLong()).toString();
        try {
            return FileMetadataLog.open(
                    new FileMetadataLog.Ports(ports.disk(), loop, ports.ioPool()), folder, clusterId);
        } catch (MetadataException e) {
            throw new IOException("the metadata log " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }

    private final class Following implements MetadataFollower.Watcher {
        @Override
        public void onCaughtUp() {
            follower.listen(new HostingListener(
                    config.node().brokerId(),
                    config.view(),
                    partitions,
                    image,
                    new HostingListener.Loading(Broker.this::onPartitionsLoaded, Broker.this::onFailed)));
        }

        @Override
        public void onFailed(Exception cause) {
            Broker.this.onFailed(cause);
        }
    }

    /** Decides for the cluster; there once the broker is ready. For tests, which have no other way in. */
    Controller controller() {
        return Objects.requireNonNull(front, "not ready").controller();
    }

    private void onPartitionsLoaded() {
        FileMetadataLog log = metadataLog;
        if (log == null) {
            throw new IllegalStateException("partitions were loaded before the metadata log was");
        }
        Controller controller = new Controller(
                loop,
                log,
                follower,
                new ControllerConfig(
                        config.topics().partitions(),
                        config.topics().replicationFactor(),
                        config.topics().deletionEnabled(),
                        config.view()),
                new SplittableRandom(ports.random().nextLong()),
                this::onFailed);
        Coordinators following = newCoordinators(controller);
        coordinators = following;
        image.listen(following::onImage);
        BrokerServices services = new BrokerServices(
                new BrokerServices.Identity(log.clusterId(), config.node().brokerId()),
                config,
                image,
                partitions,
                logs,
                new BrokerServices.Ground(ports.loops(), ports.ioPool(), ports.random()),
                controller,
                following);
        BrokerFront made = new BrokerFront(services, ports, watcher, this::onFailed);
        front = made;
        follower.listen(new ConnectionQuotaListener(config, ports.ioPool(), loop, made::setQuota));
        made.open();
    }

    private Coordinators newCoordinators(Controller controller) {
        BrokerConfig.InternalTopics topics = config.internalTopics();
        CoordinatorShards<GroupShard> groups = new CoordinatorShards<>(
                topics.groups(),
                config.node().brokerId(),
                partitions::lookup,
                new GroupShards(
                        ports.ioPool(),
                        config.groups(),
                        image,
                        new SplittableRandom(ports.random().nextLong())));
        LocalMarkers markers = new LocalMarkers(
                partitions::lookup,
                image,
                new LocalMarkers.Groups(topics.groups().name(), groups::at));
        return new Coordinators(
                new InternalTopics(controller, image, REPLICAS_MAX),
                groups,
                new CoordinatorShards<>(
                        topics.transactions(),
                        config.node().brokerId(),
                        partitions::lookup,
                        new TransactionShards(config.transactions().coordinator(), markers, ports.ioPool())),
                markers);
    }

    /** Stops it; {@code done} runs when everything is written and nobody is connected any more. */
    public void stop(Runnable done) {
        loop.execute(() -> {
            LOGGER.info("broker stops brokerId={}", config.node().brokerId());
            stopping = true;
            stopListening(() -> closeCoordinators(() -> closeLogs(() -> closeConnections(() -> {
                // Last: as long as any file is open, no other process may come in.
                logs.freeLocks();
                done.run();
            }))));
        });
    }

    private void stopListening(Runnable done) {
        if (front == null) {
            done.run();
        } else {
            front.stopListening(done);
        }
    }

    /** Responses on their way hold files of logs open. */
    private void closeConnections(Runnable done) {
        if (front == null) {
            done.run();
        } else {
            front.closeConnections(done);
        }
    }

    private void closeCoordinators(Runnable done) {
        if (coordinators == null) {
            done.run();
        } else {
            coordinators.close(loop, done);
        }
    }

    private void closeLogs(Runnable done) {
        partitions.close(() -> logs.close(() -> closeMetadataLog(done)));
    }

    private void closeMetadataLog(Runnable done) {
        FileMetadataLog log = metadataLog;
        if (log == null) {
            done.run();
        } else {
            log.close(done);
        }
    }

    private void onDirectoryOffline(Path directory, Throwable cause) {
        boolean anyOnline = logs.directories().stream().anyMatch(info -> info.online());
        if (!anyOnline) {
            onFailed(new IOException("no log directory is left: " + cause.getMessage(), cause));
        }
    }

    private void onFailed(Throwable cause) {
        // Once it stops, what it was asked to do may fail; it goes on to end cleanly.
        if (!failed && !stopping) {
            failed = true;
            watcher.onFailed(cause);
        }
    }
}
