package dev.naru.client.admin;

import dev.naru.client.Address;
import dev.naru.client.ClientConfig;
import dev.naru.client.ClientRuntime;
import dev.naru.client.CommittedOffset;
import dev.naru.client.FoundOffset;
import dev.naru.client.OffsetSpec;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.OffsetQueries;
import dev.naru.common.TopicPartition;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final OffsetQueries stableOffsets;
    private final GroupCalls groups;
    private final TransactionCalls transactions;

    /** Use {@link dev.naru.client.Client#admin}, or this with a runtime of one's own. */
    public Admin(ClientConfig config, ClientRuntime runtime) {
        this.cluster = new Cluster(config, runtime, false);
        this.topics = new TopicCalls(cluster);
        this.configs = new ConfigCalls(cluster);
        this.logs = new LogCalls(cluster);
        this.offsets = new OffsetQueries(cluster, false);
        this.stableOffsets = new OffsetQueries(cluster, true);
        this.groups = new GroupCalls(cluster);
        this.transactions = new TransactionCalls(cluster, logs);
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
     * As {@link #offsets}, as far as a reader of committed records sees: {@link OffsetSpec#latest} is the last stable
     * offset, where the first open transaction begins or the log ends.
     */
    public CompletableFuture<Map<TopicPartition, FoundOffset>> stableOffsets(Map<TopicPartition, OffsetSpec> places) {
        return cluster.onLoop(() -> stableOffsets.find(places));
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

    /** All groups of all kinds, by id. */
    public CompletableFuture<List<GroupListing>> groups() {
        return cluster.onLoop(groups::list);
    }

    /** A consumer group, of the newer or the classic protocol; fails with {@code GROUP_ID_NOT_FOUND} if there is none. */
    public CompletableFuture<GroupDescription> group(String groupId) {
        return cluster.onLoop(() -> groups.describe(groupId));
    }

    /** Deletes a group with its offsets; fails with {@code NON_EMPTY_GROUP} while it has members. */
    public CompletableFuture<Void> deleteGroup(String groupId) {
        return cluster.onLoop(() -> groups.delete(groupId));
    }

    /** Where the brokers are reached that coordinate these groups, by group id; groups need not exist. */
    public CompletableFuture<Map<String, Address>> groupCoordinators(Collection<String> groupIds) {
        Set<String> copy = Set.copyOf(groupIds);
        return cluster.onLoop(() -> groups.coordinators(copy));
    }

    /** All offsets a group has committed; none if there is no such group. */
    public CompletableFuture<Map<TopicPartition, CommittedOffset>> groupOffsets(String groupId) {
        return cluster.onLoop(() -> groups.offsets(groupId));
    }

    /**
     * Sets offsets of a group, and makes the group if there is none; others stay. Fails with {@code NON_EMPTY_GROUP} while it
     * has members, and then may have set some of them.
     */
    public CompletableFuture<Void> alterGroupOffsets(String groupId, Map<TopicPartition, CommittedOffset> offsets) {
        Map<TopicPartition, CommittedOffset> copy = Map.copyOf(offsets);
        return cluster.onLoop(() -> groups.alterOffsets(groupId, copy));
    }

    /** Deletes offsets of a group; fails with {@code GROUP_SUBSCRIBED_TO_TOPIC} while members read the topic. */
    public CompletableFuture<Void> deleteGroupOffsets(String groupId, Collection<TopicPartition> partitions) {
        Set<TopicPartition> copy = Set.copyOf(partitions);
        return cluster.onLoop(() -> groups.deleteOffsets(groupId, copy));
    }

    /** All transactional ids the cluster knows. */
    public CompletableFuture<List<TransactionListing>> transactions() {
        return cluster.onLoop(transactions::list);
    }

    /** One transactional id; fails with {@code TRANSACTIONAL_ID_NOT_FOUND} if there is none. */
    public CompletableFuture<TransactionDescription> transaction(String transactionalId) {
        return cluster.onLoop(() -> transactions.describe(transactionalId));
    }

    /**
     * Has the leader of a partition end a transaction there as aborted, past its coordinator. That is for a hanging one, which
     * no coordinator knows any more; aborting one that is still going on loses part of it.
     *
     * @param producer as {@link #producers} told it
     */
    public CompletableFuture<Void> abortTransaction(TopicPartition partition, ActiveProducer producer) {
        return cluster.onLoop(() -> transactions.abort(partition, producer));
    }

    /**
     * Has the coordinator abort the open transaction of a transactional id, if there is one, and fence its producer, as a new
     * producer of that id would; fails with {@code TRANSACTIONAL_ID_NOT_FOUND} if there is no such id.
     */
    public CompletableFuture<Void> terminateTransaction(String transactionalId) {
        return cluster.onLoop(() -> transactions.terminate(transactionalId));
    }

    /** Closes all connections; calls under way fail. */
    @Override
    public void close() {
        cluster.close();
    }
}
