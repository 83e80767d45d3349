package dev.naru.client.group;

import dev.naru.client.BrokerException;
import dev.naru.client.ClientException;
import dev.naru.client.CommittedOffset;
import dev.naru.client.GroupMembership;
import dev.naru.client.OffsetSpec;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Coordinators;
import dev.naru.client.cluster.Failures;
import dev.naru.client.cluster.Outcomes;
import dev.naru.client.consumer.Consumer;
import dev.naru.client.consumer.Polled;
import dev.naru.client.consumer.PositionLostException;
import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Polls, and what has to happen around them: telling the member that its application is alive, committing, and letting
 * partitions come and go.
 *
 * <p>Threading: confined to the client's loop.
 */
final class GroupLoop implements Member.Group {
    private final Cluster cluster;
    private final Consumer consumer;
    private final GroupConfig config;
    private final Coordinators coordinators;
    private final Ownership ownership;
    private final OffsetStore offsets;
    private final AutoCommit autoCommit;
    private Member member;
    private @Nullable Subscription subscription;
    private boolean polling;
    private boolean closed;
    private boolean lostSinceLastPoll;
    private @Nullable ClientException failure;

    GroupLoop(Cluster cluster, Consumer consumer, GroupConfig config, RandomGenerator random) {
        this.cluster = cluster;
        this.consumer = consumer;
        this.config = config;
        // Joining is answered late on purpose; nothing else should wait behind it.
        this.coordinators = new Coordinators(cluster, Coordinators.Kind.GROUP, cluster.newLinks());
        this.ownership = new Ownership(
                cluster.loop(),
                consumer,
                config.offsetReset(),
                new Ownership.Events(
                        () -> polling,
                        this::commitBeforeGivingUp,
                        partitions -> offsets().fetch(partitions),
                        this::onReconciled,
                        this::fail));
        this.offsets = new OffsetStore(
                cluster,
                new Coordinators(cluster, Coordinators.Kind.GROUP, cluster.links()),
                this::membership,
                ownership::tenure,
                this::topicId);
        this.autoCommit = new AutoCommit(cluster.loop(), offsets, config.autoCommitMs());
        this.member = config.protocol() == GroupConfig.Protocol.CONSUMER
                ? new HeartbeatMember(
                        cluster, coordinators, config, Uuid.random(random).toString(), this)
                : classicMember();
    }

    private OffsetStore offsets() {
        return offsets;
    }

    /** The id of the topic as it was assigned; in the classic protocol, where it is assigned by name, as it is now. */
    private Uuid topicId(String topic) {
        Uuid assigned = member.topicId(topic);
        return assigned == null ? cluster.metadata().view().topicId(topic) : assigned;
    }

    private Member classicMember() {
        return new ClassicMember(cluster, new ClassicRequests(cluster, coordinators, config), config, this);
    }

    void subscribe(Subscription wanted, RebalanceListener listener) {
        subscription = wanted;
        ownership.listener(listener);
        member.subscribe(wanted);
    }

    CompletableFuture<Void> unsubscribe() {
        subscription = null;
        Member old = member;
        return ownership.giveUpAll().thenCompose(ignored -> old.leave()).thenRun(() -> {
            if (member == old) {
                // A fresh one: it wants nothing until it is told to.
                member = old instanceof HeartbeatMember heartbeats ? heartbeats.reborn() : classicMember();
            }
        });
    }

    CompletableFuture<Polled> poll(int recordsMax, int timeoutMs) {
        if (polling) {
            return CompletableFuture.failedFuture(new ClientException("another poll is waiting already"));
        }
        if (subscription == null) {
            return CompletableFuture.failedFuture(new ClientException("nothing is subscribed to"));
        }
        polling = true;
        lostSinceLastPoll = false;
        autoCommit.onPoll(ownership.returned());
        member.onPoll();
        ownership.step();
        CompletableFuture<Polled> result = new CompletableFuture<>();
        Outcomes.handle(
                cluster.loop(), consumer.poll(recordsMax, failure == null ? timeoutMs : 0), (polled, reason) -> {
                    polling = false;
                    member.onPollEnded();
                    if (reason == null) {
                        ownership.onReturned(polled);
                    }
                    answer(result, polled, reason);
                });
        return result;
    }

    private void answer(CompletableFuture<Polled> result, @Nullable Polled polled, @Nullable Throwable reason) {
        ClientException failed = failure;
        if (polled != null && (!polled.records().isEmpty() || failed == null)) {
            result.complete(polled);
        } else if (failed != null) {
            failure = null;
            result.completeExceptionally(failed);
        } else {
            ClientException cause = Failures.asClientException(reason == null ? new IllegalStateException() : reason);
            boolean resets = config.offsetReset().kind() == OffsetReset.Kind.BY_DURATION;
            if (resets && cause instanceof PositionLostException position) {
                ownership.seek(
                        position.partition(),
                        config.offsetReset().place(cluster.loop().clock().wallMs()));
                result.complete(new Polled(List.of(), Map.of()));
            } else {
                result.completeExceptionally(cause);
            }
        }
    }

    void wakeup() {
        consumer.wakeup();
    }

    CompletableFuture<Void> commitReturned() {
        return commit(ownership.returned());
    }

    CompletableFuture<Void> commit(Map<TopicPartition, CommittedOffset> positions) {
        if (lostSinceLastPoll) {
            return CompletableFuture.failedFuture(new MemberFencedException(
                    "the member has lost its partitions since the last poll: what that returned is read again"));
        }
        for (TopicPartition partition : positions.keySet()) {
            if (ownership.tenure(partition) == null) {
                return CompletableFuture.failedFuture(new MemberFencedException(
                        "partition " + partition + " is not assigned to this member (any more)"));
            }
        }
        return offsets.commit(positions);
    }

    CompletableFuture<Map<TopicPartition, CommittedOffset>> committed(Set<TopicPartition> partitions) {
        return offsets.fetch(partitions).thenApply(fetched -> {
            for (TopicPartition partition : fetched.unknown()) {
                throw new BrokerException(ErrorCode.UNKNOWN_TOPIC_ID, "partition " + partition, null);
            }
            return fetched.committed();
        });
    }

    Map<TopicPartition, CommittedOffset> positions() {
        return ownership.returned();
    }

    GroupMembership membership() {
        return member.membership();
    }

    void seek(TopicPartition partition, CommittedOffset place) {
        if (!ownership.seek(partition, place)) {
            throw GroupConsumer.notOurs(partition);
        }
    }

    void seek(TopicPartition partition, OffsetSpec place) {
        if (!ownership.seek(partition, place)) {
            throw GroupConsumer.notOurs(partition);
        }
    }

    void pause(List<TopicPartition> partitions, boolean pause) {
        for (TopicPartition partition : partitions) {
            if (!ownership.pause(partition, pause)) {
                throw GroupConsumer.notOurs(partition);
            }
        }
    }

    CompletableFuture<Void> close() {
        if (closed) {
            return CompletableFuture.completedFuture(null);
        }
        closed = true;
        subscription = null;
        consumer.wakeup();
        return ownership.giveUpAll().thenCompose(ignored -> member.leave()).whenComplete((ignored, reason) -> {
            autoCommit.stop();
            consumer.close();
        });
    }

    @Override
    public boolean isPolling() {
        return polling;
    }

    @Override
    public Set<TopicPartition> owned() {
        return ownership.owned();
    }

    @Override
    public void onAssignment(Set<TopicPartition> target) {
        if (!closed) {
            ownership.onAssignment(target);
        }
    }

    @Override
    public void onFenced() {
        Set<TopicPartition> gone = ownership.owned();
        lostSinceLastPoll |= !polling && !gone.isEmpty();
        autoCommit.forget(gone);
        ownership.loseAll();
    }

    @Override
    public void onFailed(ClientException reason) {
        onFenced();
        fail(reason);
    }

    @Override
    public void onUnsupported(ClientException reason) {
        Subscription wanted = subscription;
        if (wanted == null || member instanceof ClassicMember) {
            onFailed(reason);
            return;
        }
        member = classicMember();
        member.subscribe(wanted);
        if (polling) {
            member.onPoll();
        }
    }

    private void onReconciled() {
        member.onReconciled();
    }

    private CompletableFuture<Void> commitBeforeGivingUp(Set<TopicPartition> partitions) {
        return autoCommit.commit(partitions).thenRun(() -> autoCommit.forget(partitions));
    }

    /** Fails the poll that is waiting, or else the next one. */
    private void fail(ClientException reason) {
        if (failure == null) {
            failure = reason;
        }
        if (polling) {
            consumer.wakeup();
        }
    }
}
