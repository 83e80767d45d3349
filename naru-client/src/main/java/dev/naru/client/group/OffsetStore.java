package dev.naru.client.group;

import dev.naru.client.BrokerException;
import dev.naru.client.CommittedOffset;
import dev.naru.client.GroupMembership;
import dev.naru.client.cluster.Ask;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Coordinators;
import dev.naru.client.cluster.FetchedOffsets;
import dev.naru.client.cluster.OffsetMessages;
import dev.naru.client.cluster.TopicIds;
import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.OffsetCommitResponse;
import dev.naru.protocol.message.OffsetFetchResponse;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps in the cluster how far the group has read (OffsetCommit, OffsetFetch).
 *
 * <p>Commits go one after the other: a commit that has to be tried again must not undo one made after it. For the same
 * reason a commit that is tried again looks first whether its partitions are still those the member had when it began; it
 * may have lost them meanwhile, and whoever has them now has read on.
 *
 * <p>Threading: confined to the client's loop.
 */
final class OffsetStore {
    private static final int WAITING_MAX = 1_000;
    private static final long UNKNOWN_TOPIC_NS_MAX = TimeUnit.SECONDS.toNanos(2);

    private final Cluster cluster;
    private final Coordinators coordinators;
    private final Supplier<GroupMembership> member;
    private final Function<TopicPartition, @Nullable Long> tenure;
    private final Function<String, Uuid> topicId;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    private int waiting;

    /**
     * @param member who commits, now
     * @param tenure tells one time of having a partition from the next; null while it is not had
     * @param topicId the id of a topic, {@link Uuid#ZERO} if it is not known
     */
    OffsetStore(
            Cluster cluster,
            Coordinators coordinators,
            Supplier<GroupMembership> member,
            Function<TopicPartition, @Nullable Long> tenure,
            Function<String, Uuid> topicId) {
        this.cluster = cluster;
        this.coordinators = coordinators;
        this.member = member;
        this.tenure = tenure;
        this.topicId = topicId;
    }

    boolean isBusy() {
        return waiting > 0;
    }

    /** Commits after all commits before; fails with {@link MemberFencedException} if the member is none any more. */
    CompletableFuture<Void> commit(Map<TopicPartition, CommittedOffset> offsets) {
        if (offsets.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        if (waiting >= WAITING_MAX) {
            return CompletableFuture.failedFuture(
                    new MemberFencedException(WAITING_MAX + " commits are waiting already"));
        }
        Map<TopicPartition, CommittedOffset> copy = Map.copyOf(offsets);
        Map<TopicPartition, @Nullable Long> tenures = new HashMap<>();
        copy.keySet().forEach(partition -> tenures.put(partition, tenure.apply(partition)));
        TopicIds ids = TopicIds.of(copy.keySet(), topicId);
        waiting++;
        CompletableFuture<Void> result = last.handle((ignored, failure) -> null).thenCompose(ignored -> {
            Commit commit = new Commit(copy, tenures, ids, nowNs() + UNKNOWN_TOPIC_NS_MAX);
            return cluster.retries()
                    .call("committing offsets of group " + member.get().groupId(), () -> tryCommit(commit));
        });
        last = result.whenComplete((ignored, failure) -> waiting--);
        return result;
    }

    /**
     * What is to be committed.
     *
     * @param ids of its topics, when it was asked for
     * @param unknownUntilNs until when the coordinator may not have heard of a topic yet; after that it will not any more
     */
    private record Commit(
            Map<TopicPartition, CommittedOffset> offsets,
            Map<TopicPartition, @Nullable Long> tenures,
            TopicIds ids,
            long unknownUntilNs) {}

    private CompletableFuture<Void> tryCommit(Commit commit) {
        for (Map.Entry<TopicPartition, @Nullable Long> then : commit.tenures.entrySet()) {
            Long now = tenure.apply(then.getKey());
            if (then.getValue() != null && !then.getValue().equals(now)) {
                return CompletableFuture.failedFuture(new MemberFencedException(
                        "partition " + then.getKey() + " was given up or lost before its offset was committed"));
            }
        }
        GroupMembership who = member.get();
        boolean byId = commit.ids.areComplete();
        Ask<OffsetCommitResponse> ask = Ask.of(
                OffsetMessages.commit(who, commit.offsets, commit.ids),
                OffsetCommitResponse.class,
                cluster.config().timeouts().requestMs());
        return coordinators.ask(
                who.groupId(), byId ? ask : ask.atMost(OffsetMessages.NEWEST_COMMIT_BY_NAME), response -> {
                    OffsetMessages.forEachError(response, commit.ids, (partition, error) -> {
                        throw failure(who, partition, error, commit.unknownUntilNs);
                    });
                    return null;
                });
    }

    private RuntimeException failure(
            GroupMembership who, TopicPartition partition, ErrorCode error, long unknownUntilNs) {
        String subject = "committing offset of " + partition + " for group " + who.groupId();
        return switch (error) {
            case ILLEGAL_GENERATION, UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID, FENCED_MEMBER_EPOCH ->
                new MemberFencedException(subject + ": " + error.message() + " (" + error + ")");
            // The next heartbeat brings the new epoch; after a rebalance the member has a new generation.
            case STALE_MEMBER_EPOCH, REBALANCE_IN_PROGRESS -> new BrokerException(error, subject, null).asRetriable();
            // A topic that was deleted, or made anew, has another id or none; the old offset means nothing there.
            case UNKNOWN_TOPIC_ID ->
                nowNs() - unknownUntilNs < 0
                        ? new BrokerException(error, subject, null)
                        : new MemberFencedException(subject + ": its topic is gone, or was made anew");
            default -> new BrokerException(error, subject, null);
        };
    }

    private long nowNs() {
        return cluster.loop().clock().nanos();
    }

    /** The offsets committed for these partitions. Waits while an open transaction may change one of them. */
    CompletableFuture<FetchedOffsets> fetch(Collection<TopicPartition> partitions) {
        return cluster.retries()
                .call("fetching offsets of group " + member.get().groupId(), () -> tryFetch(partitions));
    }

    private CompletableFuture<FetchedOffsets> tryFetch(Collection<TopicPartition> partitions) {
        GroupMembership who = member.get();
        TopicIds ids = TopicIds.of(partitions, topicId);
        Ask<OffsetFetchResponse> ask = Ask.of(
                OffsetMessages.fetch(who, partitions, ids, true),
                OffsetFetchResponse.class,
                cluster.config().timeouts().requestMs());
        return coordinators.ask(
                who.groupId(), ids.areComplete() ? ask : ask.atMost(OffsetMessages.NEWEST_FETCH_BY_NAME), response -> {
                    try {
                        return OffsetMessages.offsets(who.groupId(), response, ids);
                    } catch (BrokerException refused) {
                        throw refused.code() == ErrorCode.STALE_MEMBER_EPOCH ? refused.asRetriable() : refused;
                    }
                });
    }
}
