package dev.naru.client.group;

import dev.naru.client.BrokerException;
import dev.naru.client.ClientException;
import dev.naru.client.GroupMembership;
import dev.naru.client.cluster.Alarm;
import dev.naru.client.cluster.Backoff;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Failures;
import dev.naru.client.cluster.Outcomes;
import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.JoinGroupResponse;
import dev.naru.protocol.message.SyncGroupRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A member in the classic protocol: whenever somebody comes or goes all members join anew (JoinGroup), the first of them
 * shares out the partitions, and each gets its own (SyncGroup).
 *
 * <p>Life: out, emptying (who is not cooperative gives up everything before it joins), joining, syncing, in; from in to
 * emptying or joining when the group rebalances, and out when it leaves, is fenced, or does not poll for too long. It
 * only sets out while a poll is waiting, since giving up partitions happens then.
 *
 * <p>Threading: confined to the client's loop.
 */
final class ClassicMember implements Member {
    private static final int NO_GENERATION = -1;

    private enum State {
        /** No member. */
        OUT,
        /** Gives up partitions before joining: all, or if it is cooperative those it does not want any more. */
        EMPTYING,
        /** Looks up its topics, then waits for the others in JoinGroup. */
        JOINING,
        /** Waits for its partitions in SyncGroup. */
        SYNCING,
        /** A member with partitions. */
        IN
    }

    private final Cluster cluster;
    private final GroupConfig config;
    private final Group group;
    private final ClassicRequests requests;
    private final SubscribedTopics topics;
    private final ClassicLeader leader;
    private final Alarm heartbeat;
    private final Alarm pollInterval;
    private final Alarm topicWatch;
    private final Alarm retry;
    private final Backoff backoff;
    private State state = State.OUT;
    private String memberId = "";
    private int generation = NO_GENERATION;
    private @Nullable Subscription subscription;
    private Set<String> subscribed = Set.of();
    private boolean leads;
    private boolean rejoin;
    private boolean rejoinWhenReconciled;
    private String reason = "";
    private int failures;
    private long lives;

    ClassicMember(Cluster cluster, ClassicRequests requests, GroupConfig config, Group group) {
        this.cluster = cluster;
        this.config = config;
        this.group = group;
        this.requests = requests;
        this.topics = new SubscribedTopics(cluster);
        this.leader = new ClassicLeader(config.classic(), topics);
        this.heartbeat = new Alarm(cluster.loop(), this::beat);
        this.pollInterval = new Alarm(cluster.loop(), this::onPollTooLate);
        this.topicWatch = new Alarm(cluster.loop(), this::watchTopics);
        this.retry = new Alarm(cluster.loop(), this::proceed);
        this.backoff = cluster.newBackoff();
    }

    @Override
    public void subscribe(Subscription newSubscription) {
        subscription = newSubscription;
        rejoin("its subscription has changed");
    }

    @Override
    public void onPoll() {
        pollInterval.cancel();
        proceed();
    }

    @Override
    public void onPollEnded() {
        pollInterval.cancel();
        pollInterval.within(config.membership().pollIntervalMsMax());
    }

    @Override
    public void onReconciled() {
        if (state == State.EMPTYING) {
            join();
        } else if (state == State.IN && rejoinWhenReconciled) {
            rejoinWhenReconciled = false;
            rejoin("it has given up what others shall have");
        }
    }

    @Override
    public @Nullable Uuid topicId(String topic) {
        return null;
    }

    @Override
    public GroupMembership membership() {
        return generation == NO_GENERATION
                ? GroupMembership.outside(config.groupId())
                : new GroupMembership(
                        config.groupId(),
                        generation,
                        memberId,
                        config.membership().instanceId());
    }

    @Override
    public CompletableFuture<Void> leave() {
        // A member with a lasting name stays one for the session timeout; nothing is said, so that it may come back.
        boolean known = !memberId.isEmpty() && config.membership().instanceId() == null;
        String left = memberId;
        becomeOut();
        memberId = "";
        return known ? requests.leave(left) : CompletableFuture.completedFuture(null);
    }

    private void onPollTooLate() {
        if (state != State.OUT) {
            var unused = leave();
            group.onFenced();
        }
    }

    private void becomeOut() {
        state = State.OUT;
        generation = NO_GENERATION;
        leads = false;
        rejoin = true;
        rejoinWhenReconciled = false;
        lives++;
        heartbeat.cancel();
        pollInterval.cancel();
        topicWatch.cancel();
    }

    private void rejoin(String why) {
        reason = why;
        rejoin = true;
        proceed();
    }

    /** Sets out for the group, if it has to and may. */
    private void proceed() {
        boolean settled = state == State.IN || state == State.OUT;
        if (!settled || !rejoin || subscription == null || !group.isPolling()) {
            return;
        }
        rejoin = false;
        Set<TopicPartition> kept = config.classic().isCooperative() ? stillWanted(subscription) : Set.of();
        if (kept.equals(group.owned())) {
            join();
        } else {
            state = State.EMPTYING;
            group.onAssignment(kept);
        }
    }

    /** What it has and subscribes to: the rest is given up first, since others may get it at once. */
    private Set<TopicPartition> stillWanted(Subscription wanted) {
        Set<TopicPartition> kept = new TreeSet<>(group.owned());
        kept.removeIf(partition -> !wanted.includes(partition.topic()));
        return kept;
    }

    private void join() {
        state = State.JOINING;
        Subscription wanted = subscription;
        if (wanted == null) {
            return;
        }
        then(
                topics.names(wanted).thenCompose(names -> {
                    subscribed = names;
                    return requests.join(memberId, names, owned(), generation, reason);
                }),
                this::onJoined);
        // While it joins, waiting in JoinGroup is its sign of life.
        heartbeat.cancel();
    }

    private Set<TopicPartition> owned() {
        return config.classic().isCooperative() ? group.owned() : Set.of();
    }

    private void onJoined(JoinGroupResponse joined) {
        failures = 0;
        memberId = joined.memberId();
        generation = joined.generationId();
        leads = joined.leader().equals(memberId);
        state = State.SYNCING;
        heartbeat.within(config.classic().heartbeatIntervalMs());
        CompletableFuture<List<SyncGroupRequest.SyncGroupRequestAssignment>> shares = leads && !joined.skipAssignment()
                ? leader.shareOut(joined)
                : CompletableFuture.completedFuture(List.of());
        then(
                shares.thenCompose(
                        assignments -> requests.sync(memberId, generation, joined.protocolName(), assignments)),
                this::onSynced);
    }

    private void onSynced(Set<TopicPartition> assigned) {
        failures = 0;
        state = State.IN;
        Set<TopicPartition> surplus = new HashSet<>(group.owned());
        surplus.removeAll(assigned);
        rejoinWhenReconciled = !surplus.isEmpty() && config.classic().isCooperative();
        topicWatch.within(cluster.config().timeouts().metadataAgeMsMax());
        group.onAssignment(assigned);
        proceed();
    }

    private void beat() {
        if (generation == NO_GENERATION) {
            return;
        }
        int asked = generation;
        long life = lives;
        Outcomes.handle(cluster.loop(), requests.heartbeat(memberId, generation), (ignored, failure) -> {
            if (life != lives || asked != generation || state == State.JOINING) {
                return;
            }
            heartbeat.within(config.classic().heartbeatIntervalMs());
            if (failure != null) {
                onHeartbeatFailed(Failures.asClientException(failure));
            }
        });
    }

    private void onHeartbeatFailed(ClientException failure) {
        if (codeOf(failure) == ErrorCode.REBALANCE_IN_PROGRESS) {
            if (state == State.IN) {
                rejoin("the group rebalances");
            }
        } else if (!failure.isRetriable()) {
            onFailed(failure);
        }
    }

    /** Goes on when {@code step} is done, unless the member's life has ended meanwhile. */
    private <T> void then(CompletableFuture<T> step, Consumer<T> next) {
        long life = lives;
        Outcomes.handle(cluster.loop(), step, (value, failure) -> {
            if (life != lives) {
                return;
            }
            if (failure == null) {
                next.accept(value);
            } else {
                onFailed(Failures.asClientException(failure));
            }
        });
    }

    private void onFailed(ClientException failure) {
        ErrorCode error = codeOf(failure);
        if (error == ErrorCode.MEMBER_ID_REQUIRED && failure instanceof ClassicRequests.MemberIdGiven given) {
            memberId = given.memberId();
            join();
            return;
        }
        boolean tryAgain = failure.isRetriable();
        switch (error) {
            case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION -> {
                tryAgain = true;
                memberId = error == ErrorCode.UNKNOWN_MEMBER_ID ? "" : memberId;
                becomeOut();
                group.onFenced();
            }
            case REBALANCE_IN_PROGRESS -> {
                // Joined too late for this round: the next one.
                tryAgain = true;
                state = State.IN;
                rejoin = true;
            }
            default -> {
                if (tryAgain) {
                    // Nothing is known to be lost: as a member of the last generation it joins again.
                    state = generation == NO_GENERATION ? State.OUT : State.IN;
                    rejoin = true;
                } else {
                    becomeOut();
                    group.onFailed(failure);
                }
            }
        }
        if (state == State.IN) {
            // Joining again waits for the next poll, which may be long: until then it has to show that it is alive.
            heartbeat.within(config.classic().heartbeatIntervalMs());
        }
        if (tryAgain) {
            failures++;
            retry.within(backoff.waitMs(failures));
        }
    }

    private static ErrorCode codeOf(ClientException failure) {
        if (failure instanceof ClassicRequests.MemberIdGiven) {
            return ErrorCode.MEMBER_ID_REQUIRED;
        }
        return failure instanceof BrokerException refused ? refused.code() : ErrorCode.UNKNOWN_SERVER_ERROR;
    }

    /** The leader looks whether topics have changed, and everybody whether others match its pattern now. */
    private void watchTopics() {
        Subscription wanted = subscription;
        if (state == State.OUT || wanted == null) {
            return;
        }
        long life = lives;
        CompletableFuture<Boolean> outdated = topics.names(wanted)
                .thenCompose(names -> !names.equals(subscribed)
                        ? CompletableFuture.completedFuture(true)
                        : leads ? leader.isOutdated() : CompletableFuture.completedFuture(false));
        Outcomes.handle(cluster.loop(), outdated, (changed, failure) -> {
            if (life == lives) {
                topicWatch.within(cluster.config().timeouts().metadataAgeMsMax());
                if (failure == null && changed) {
                    rejoin("topics have changed");
                }
            }
        });
    }
}
