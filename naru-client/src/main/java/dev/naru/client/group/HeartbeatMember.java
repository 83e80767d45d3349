package dev.naru.client.group;

import dev.naru.client.BrokerException;
import dev.naru.client.ClientException;
import dev.naru.client.GroupMembership;
import dev.naru.client.cluster.Alarm;
import dev.naru.client.cluster.Ask;
import dev.naru.client.cluster.Backoff;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Coordinators;
import dev.naru.client.cluster.Failures;
import dev.naru.client.cluster.Outcomes;
import dev.naru.client.cluster.RequestUnsupportedException;
import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ConsumerGroupHeartbeatRequest;
import dev.naru.protocol.message.ConsumerGroupHeartbeatResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A member in the newer protocol (KIP-848): one request, the heartbeat, says what the member wants and has and brings
 * what it should have. The member moves there on its own and says so with the next heartbeat.
 *
 * <p>Life: out, joining (its first heartbeat has epoch 0), in; out again when it leaves, is fenced, or its application does
 * not poll for too long. A heartbeat says what changed since the last one that was answered, and everything after a failure.
 *
 * <p>Threading: confined to the client's loop.
 */
final class HeartbeatMember implements Member {
    private static final int JOIN_EPOCH = 0;
    private static final int LEAVE_EPOCH = -1;
    private static final int LEAVE_FOR_A_WHILE_EPOCH = -2;
    private static final int FIRST_INTERVAL_MS = 1_000;

    private enum State {
        /** No member; joins with the next poll. */
        OUT,
        /** Has asked to be one. */
        JOINING,
        /** A member. */
        IN
    }

    private final Cluster cluster;
    private final Coordinators coordinators;
    private final GroupConfig config;
    private final Group group;
    private final TopicNames topics;
    private final Alarm heartbeat;
    private final Alarm pollInterval;
    private final Backoff backoff;
    private String memberId;
    private State state = State.OUT;
    private int epoch = JOIN_EPOCH;
    private @Nullable Subscription subscription;
    private boolean subscriptionChanged;
    private boolean everything;
    private boolean patternToTakeBack;
    private boolean inFlight;
    private boolean moreToSay;
    private Map<Uuid, Set<Integer>> reported = Map.of();
    private int intervalMs = FIRST_INTERVAL_MS;
    private int failures;
    private long lives;
    private long assignments;

    HeartbeatMember(Cluster cluster, Coordinators coordinators, GroupConfig config, String memberId, Group group) {
        this.cluster = cluster;
        this.coordinators = coordinators;
        this.config = config;
        this.memberId = memberId;
        this.group = group;
        this.topics = new TopicNames(cluster);
        this.heartbeat = new Alarm(cluster.loop(), this::beat);
        this.pollInterval = new Alarm(cluster.loop(), this::onPollTooLate);
        this.backoff = cluster.newBackoff();
    }

    @Override
    public void subscribe(Subscription newSubscription) {
        subscription = newSubscription;
        subscriptionChanged = true;
        if (state != State.OUT) {
            beat();
        }
    }

    @Override
    public void onPoll() {
        pollInterval.cancel();
        if (state == State.OUT && subscription != null) {
            state = State.JOINING;
            epoch = JOIN_EPOCH;
            everything = true;
            beat();
        }
    }

    @Override
    public void onPollEnded() {
        pollInterval.cancel();
        pollInterval.within(config.membership().pollIntervalMsMax());
    }

    @Override
    public void onReconciled() {
        if (state != State.OUT) {
            beat();
        }
    }

    @Override
    public @Nullable Uuid topicId(String topic) {
        return topics.id(topic);
    }

    @Override
    public GroupMembership membership() {
        return state == State.IN
                ? new GroupMembership(
                        config.groupId(), epoch, memberId, config.membership().instanceId())
                : GroupMembership.outside(config.groupId());
    }

    @Override
    public CompletableFuture<Void> leave() {
        boolean known = state != State.OUT;
        becomeOut();
        if (!known) {
            return CompletableFuture.completedFuture(null);
        }
        String instanceId = config.membership().instanceId();
        ConsumerGroupHeartbeatRequest request = new ConsumerGroupHeartbeatRequest()
                .groupId(config.groupId())
                .memberId(memberId)
                .memberEpoch(instanceId == null ? LEAVE_EPOCH : LEAVE_FOR_A_WHILE_EPOCH)
                .instanceId(instanceId);
        return coordinators
                .ask(config.groupId(), ask(request), response -> response)
                .handle((response, failure) -> null);
    }

    /** A new member under the same id, which wants nothing yet. */
    HeartbeatMember reborn() {
        return new HeartbeatMember(cluster, coordinators, config, memberId, group);
    }

    private void onPollTooLate() {
        if (state != State.OUT) {
            var unused = leave();
            group.onFenced();
        }
    }

    private void becomeOut() {
        state = State.OUT;
        epoch = JOIN_EPOCH;
        reported = Map.of();
        lives++;
        heartbeat.cancel();
        pollInterval.cancel();
    }

    private void beat() {
        if (state == State.OUT) {
            return;
        }
        if (inFlight) {
            moreToSay = true;
            return;
        }
        heartbeat.cancel();
        inFlight = true;
        moreToSay = false;
        long life = lives;
        Map<Uuid, Set<Integer>> has = state == State.JOINING ? Map.of() : ownedById();
        ConsumerGroupHeartbeatRequest request = request(has);
        subscriptionChanged = false;
        everything = false;
        String pattern = request.subscribedTopicRegex();
        boolean takesBack = pattern != null && pattern.isEmpty();
        // Sent is enough: whether the coordinator has it is not known when the answer is lost.
        patternToTakeBack |= pattern != null && !takesBack;
        CompletableFuture<ConsumerGroupHeartbeatResponse> answer =
                coordinators.ask(config.groupId(), ask(request), HeartbeatMember::checked);
        Outcomes.handle(cluster.loop(), answer, (response, failure) -> {
            inFlight = false;
            if (life != lives) {
                // It has left or been fenced since; if it has joined again, that is still to be said.
                beat();
            } else if (failure != null) {
                onFailure(Failures.asClientException(failure));
            } else {
                reported = has;
                patternToTakeBack &= !takesBack;
                onAnswer(response);
            }
        });
    }

    private Ask<ConsumerGroupHeartbeatResponse> ask(ConsumerGroupHeartbeatRequest request) {
        return Ask.of(
                request,
                ConsumerGroupHeartbeatResponse.class,
                cluster.config().timeouts().requestMs());
    }

    private ConsumerGroupHeartbeatRequest request(Map<Uuid, Set<Integer>> has) {
        ConsumerGroupHeartbeatRequest request = new ConsumerGroupHeartbeatRequest()
                .groupId(config.groupId())
                .memberId(memberId)
                .memberEpoch(epoch)
                .instanceId(config.membership().instanceId());
        if (everything) {
            request.rackId(config.membership().rack())
                    .rebalanceTimeoutMs(config.membership().pollIntervalMsMax())
                    .serverAssignor(config.membership().serverAssignor());
        }
        Subscription wanted = subscription;
        if (wanted != null && (everything || subscriptionChanged)) {
            String pattern = wanted.pattern();
            if (pattern == null) {
                request.subscribedTopicNames(List.copyOf(new TreeSet<>(wanted.topics())));
                // An empty pattern takes back one that was there before; brokers of version 0 never had one.
                request.subscribedTopicRegex(patternToTakeBack ? "" : null);
            } else {
                request.subscribedTopicNames(List.of()).subscribedTopicRegex(pattern);
            }
        }
        if (everything || !has.equals(reported)) {
            List<ConsumerGroupHeartbeatRequest.TopicPartitions> owned = new ArrayList<>();
            has.forEach((topic, partitions) -> owned.add(new ConsumerGroupHeartbeatRequest.TopicPartitions()
                    .topicId(topic)
                    .partitions(List.copyOf(partitions))));
            request.topicPartitions(owned);
        }
        return request;
    }

    private Map<Uuid, Set<Integer>> ownedById() {
        Map<Uuid, Set<Integer>> owned = new TreeMap<>();
        for (TopicPartition partition : group.owned()) {
            Uuid id = topics.id(partition.topic());
            if (id != null) {
                owned.computeIfAbsent(id, ignored -> new TreeSet<>()).add(partition.partition());
            }
        }
        return owned;
    }

    private static ConsumerGroupHeartbeatResponse checked(ConsumerGroupHeartbeatResponse response) {
        ErrorCode error = ErrorCode.of(response.errorCode());
        if (error != ErrorCode.NONE) {
            throw new BrokerException(error, "heartbeat", response.errorMessage());
        }
        return response;
    }

    private void onAnswer(ConsumerGroupHeartbeatResponse response) {
        failures = 0;
        state = State.IN;
        epoch = response.memberEpoch();
        String given = response.memberId();
        if (given != null && !given.isEmpty()) {
            memberId = given;
        }
        intervalMs = Math.max(1, response.heartbeatIntervalMs());
        ConsumerGroupHeartbeatResponse.Assignment assignment = response.assignment();
        if (assignment != null) {
            Map<Uuid, List<Integer>> wanted = new HashMap<>();
            assignment.topicPartitions().forEach(topic -> wanted.put(topic.topicId(), topic.partitions()));
            assignments++;
            resolve(wanted, assignments);
        }
        if (moreToSay) {
            beat();
        } else {
            heartbeat.within(intervalMs);
        }
    }

    /** Learns the names of the topics; those without one, just created or deleted, are asked for again later. */
    private void resolve(Map<Uuid, List<Integer>> wanted, long number) {
        Outcomes.handle(cluster.loop(), topics.names(wanted.keySet()), (names, failure) -> {
            if (number != assignments || state != State.IN) {
                return;
            }
            if (failure == null) {
                Set<TopicPartition> target = new TreeSet<>();
                names.forEach((id, name) -> wanted.getOrDefault(id, List.of())
                        .forEach(partition -> target.add(new TopicPartition(name, partition))));
                group.onAssignment(target);
            }
            if (failure != null || names.size() < wanted.size()) {
                cluster.loop().schedule(intervalMs, () -> {
                    if (number == assignments && state == State.IN) {
                        resolve(wanted, number);
                    }
                });
            }
        });
    }

    private void onFailure(ClientException reason) {
        everything = true;
        if (reason instanceof RequestUnsupportedException) {
            becomeOut();
            group.onUnsupported(reason);
            return;
        }
        if (reason.isRetriable()) {
            failures++;
            heartbeat.within(backoff.waitMs(failures));
            return;
        }
        ErrorCode error = reason instanceof BrokerException refused ? refused.code() : ErrorCode.UNKNOWN_SERVER_ERROR;
        State before = state;
        becomeOut();
        switch (error) {
            case UNKNOWN_MEMBER_ID, FENCED_MEMBER_EPOCH -> {
                group.onFenced();
                if (group.isPolling()) {
                    onPoll();
                }
            }
            case UNSUPPORTED_VERSION -> {
                if (before == State.JOINING) {
                    group.onUnsupported(reason);
                } else {
                    group.onFailed(reason);
                }
            }
            default -> group.onFailed(reason);
        }
    }
}
