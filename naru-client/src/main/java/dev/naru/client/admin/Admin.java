package dev.naru.client.admin;

import dev.naru.client.ClientConfig;
import dev.naru.client.ClientRuntime;
import dev.naru.client.FoundOffset;
import dev.naru.client.OffsetSpec;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.OffsetQueries;
import dev.naru.common.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks about a cluster and changes it. Each call is about one thing, so that its failure is too; it is tried again for as
 * long as {@link ClientConfig.Timeouts#callMs} while that may help.
 *
 * <p>All calls fail with {@link dev.naru.client.BrokerException} if a broker refuses, with {@link
 * dev.naru.client.CallTimeoutException} if time runs out, and with {@link dev.naru.client.UnreachableException} if no
 * broker was ever reached. A change that timed out may have happened.
 *
 * <p>Threading: all methods are safe from any thread; futures complete on the client's loop.
 */
public final class Admin implements AutoCloseable {
    private final Cluster cluster;
    private final TopicCalls topics;
    private final ConfigCalls configs;
    private final LogCalls logs;
    private final OffsetQueries offsets;

    /** Use {@link dev.naru.client.Client#admin}, or this with a runtime of one's own. */
    public Admin(ClientConfig config, ClientRuntime runtime) {
        this.cluster = new Cluster(config, runtime, false);
        this.topics = new TopicCalls(cluster);
        this.configs = new ConfigCalls(cluster);
        this.logs = new LogCalls(cluster);
        this.offsets = new OffsetQueries(cluster, false);
    }

    /** Creates a topic. */
    public CompletableFuture<CreatedTopic> createTopic(NewTopic topic) {
        return cluster.onLoop(() -> topics.create(topic, false));
    }

    /** Says what creating the topic would come to, without doing it. */
    public CompletableFuture<CreatedTopic> validateTopic(NewTopic topic) {
        return cluster.onLoop(() -> topics.create(topic, true));
    }

    /** Deletes a topic with all its records. */
    public CompletableFuture<@Nullable Void> deleteTopic(String name) {
        return cluster.onLoop(() -> topics.delete(name));
    }

    /** Raises the number of partitions to {@code totalCount}; it cannot be lowered. */
    public CompletableFuture<@Nullable Void> createPartitions(String topic, int totalCount) {
        return cluster.onLoop(() -> topics.createPartitions(topic, totalCount));
    }

    /** All topics by name, internal ones included. */
    public CompletableFuture<List<TopicDescription>> topics() {
        return cluster.onLoop(topics::list);
    }

    /** One topic. */
    public CompletableFuture<TopicDescription> topic(String name) {
        return cluster.onLoop(() -> topics.describe(name));
    }

    /** The cluster and its brokers. */
    public CompletableFuture<ClusterDescription> cluster() {
        return cluster.onLoop(topics::cluster);
    }

    /** All settings by name, with documentation if wanted. */
    public CompletableFuture<List<ConfigEntry>> configs(ConfigResource resource, boolean documented) {
        return cluster.onLoop(() -> configs.describe(resource, documented));
    }

    /** Makes these changes, all or none, and leaves other settings as they are. */
    public CompletableFuture<@Nullable Void> alterConfigs(ConfigResource resource, List<ConfigChange> changes) {
        return cluster.onLoop(() -> configs.alter(resource, changes, false));
    }

    /** The offsets of these places in partitions. */
    public CompletableFuture<Map<TopicPartition, FoundOffset>> offsets(Map<TopicPartition, OffsetSpec> places) {
        return cluster.onLoop(() -> offsets.find(places));
    }

    /**
     * Deletes the records before an offset.
     *
     * @param beforeOffset the first offset to keep, or -1 to delete everything
     * @return the first offset there is now
     */
    public CompletableFuture<Long> deleteRecords(TopicPartition partition, long beforeOffset) {
        return cluster.onLoop(() -> logs.deleteRecords(partition, beforeOffset));
    }

    /** The log directories of a broker with the logs in them. */
    public CompletableFuture<List<LogDirectory>> logDirectories(int brokerId) {
        return cluster.onLoop(() -> logs.logDirectories(brokerId));
    }

    /** The producers of which a partition's leader keeps state. */
    public CompletableFuture<List<ActiveProducer>> producers(TopicPartition partition) {
        return cluster.onLoop(() -> logs.producers(partition));
    }

    /** Closes all connections; calls under way fail. */
    @Override
    public void close() {
        cluster.close();
    }
}
