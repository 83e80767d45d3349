package dev.naru.coordinator.group.consumer;

import dev.naru.common.Uuid;
import dev.naru.coordinator.group.ClientInfo;
import dev.naru.coordinator.group.Outcome;
import dev.naru.coordinator.group.assignor.PartitionSet;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ConsumerGroupHeartbeatRequest;
import dev.naru.protocol.message.ConsumerGroupHeartbeatResponse;
import dev.naru.protocol.message.ConsumerGroupHeartbeatResponse.Assignment;
import dev.naru.protocol.message.ConsumerGroupHeartbeatResponse.TopicPartitions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides a ConsumerGroupHeartbeat: lets the member in or finds it, notes what it subscribes to, makes a new assignment where
 * one is due, and moves the member a step towards it.
 *
 * <p>Unlike Kafka, a member that waits, for others to release partitions or for an assignment that is not due yet, is asked
 * to come back soon instead of after a whole interval; and the assignment is said again whenever what the member says it has
 * shows that it does not know.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class Heartbeats {
    /** How soon a member that waits is asked to come back at the latest. */
    private static final int WAITING_INTERVAL_MS = 1_000;

    private static final int WAITING_INTERVAL_MS_MIN = 100;

    private final ConsumerGroups groups;
    private final Rebalance rebalance;
    private final RegexIndex regexes;
    private final RandomGenerator random;

    Heartbeats(ConsumerGroups groups, Rebalance rebalance, RegexIndex regexes, RandomGenerator random) {
        this.groups = groups;
        this.rebalance = rebalance;
        this.regexes = regexes;
        this.random = random;
    }

    Decision<ConsumerGroupHeartbeatResponse> decide(ClientInfo client, ConsumerGroupHeartbeatRequest request) {
        try {
            HeartbeatRules.check(request, client.apiVersion(), rebalance.assignorNames());
            if (request.memberId().isEmpty()) {
                request.memberId(Uuid.random(random).toString());
            }
            return request.memberEpoch() < 0 ? leave(request) : beat(client, request);
        } catch (RefusedException e) {
            return Decision.answer(failure(e.error()).errorMessage(e.text()));
        }
    }

    static ConsumerGroupHeartbeatResponse failure(ErrorCode error) {
        return new ConsumerGroupHeartbeatResponse().errorCode(error.code());
    }

    private Decision<ConsumerGroupHeartbeatResponse> beat(ClientInfo client, ConsumerGroupHeartbeatRequest request)
            throws RefusedException {
        Outcome outcome = new Outcome();
        boolean joins = request.memberEpoch() == MemberAssignment.JOIN_EPOCH;
        GroupDraft draft = joins
                ? groups.openForJoin(request.groupId(), outcome)
                : groups.open(request.groupId(), outcome, "Consumer group");
        String memberId = request.memberId();
        PartitionSet owned = owned(request);
        ConsumerMember known = Admission.find(draft, request, owned);
        if (known == null) {
            checkRoom(draft);
        }
        ConsumerMember member = Admission.describe(known, client, request);
        String regex = member.subscription().regex();
        if (regex != null
                && (known == null || !regex.equals(known.subscription().regex()))) {
            regexes.check(regex);
        }
        if (!member.equals(known)) {
            draft.put(member);
        }
        boolean isResolved = groups.resolveRegexes(draft);
        if (known == null || isResolved || asksForAnother(known, member)) {
            rebalance.onMembersChanged(draft);
        }
        rebalance.assignIfDue(draft);
        draft.reconcile(memberId, owned);
        groups.await(draft, member);
        return outcome.decision(response(draft, request, owned));
    }

    private static @Nullable PartitionSet owned(ConsumerGroupHeartbeatRequest request) {
        if (request.topicPartitions() == null) {
            return null;
        }
        PartitionSet.Builder owned = new PartitionSet.Builder();
        request.topicPartitions().forEach(topic -> owned.addAll(topic.topicId(), topic.partitions()));
        return owned.build();
    }

    private void checkRoom(GroupDraft draft) throws RefusedException {
        int max = rebalance.config().membersMax();
        if (draft.state().members().size() >= max) {
            throw new RefusedException(
                    ErrorCode.GROUP_MAX_SIZE_REACHED,
                    "The consumer group has reached its maximum capacity of " + max + " members.");
        }
    }

    private static boolean asksForAnother(ConsumerMember known, ConsumerMember member) {
        return !member.subscription().wantsSameTopicsAs(known.subscription())
                || !Objects.equals(member.identity().rackId(), known.identity().rackId());
    }

    private ConsumerGroupHeartbeatResponse response(
            GroupDraft draft, ConsumerGroupHeartbeatRequest request, @Nullable PartitionSet owned) {
        String memberId = request.memberId();
        MemberAssignment before = draft.before().assignment(memberId);
        MemberAssignment after = draft.state().assignment(memberId);
        boolean mustKnow = request.memberEpoch() != before.memberEpoch()
                || !after.assigned().equals(before.assigned())
                || (owned != null && !owned.equals(after.assigned()));
        return new ConsumerGroupHeartbeatResponse()
                .memberId(memberId)
                .memberEpoch(after.memberEpoch())
                .heartbeatIntervalMs(intervalMs(draft, after))
                .assignment(mustKnow || request.memberEpoch() == 0 ? assignment(after.assigned()) : null);
    }

    private int intervalMs(GroupDraft draft, MemberAssignment assignment) {
        int intervalMs = rebalance.settings(draft.groupId()).heartbeatIntervalMs();
        long dueInMs = rebalance.dueInMs(draft);
        if (dueInMs >= 0) {
            return (int) Math.min(intervalMs, Math.max(WAITING_INTERVAL_MS_MIN, dueInMs));
        }
        return assignment.state() == MemberState.UNRELEASED_PARTITIONS
                ? Math.min(intervalMs, WAITING_INTERVAL_MS)
                : intervalMs;
    }

    private static Assignment assignment(PartitionSet partitions) {
        List<TopicPartitions> topics = new ArrayList<>();
        for (Uuid topicId : partitions.topics()) {
            topics.add(new TopicPartitions()
                    .topicId(topicId)
                    .partitions(Arrays.stream(partitions.of(topicId)).boxed().toList()));
        }
        return new Assignment().topicPartitions(topics);
    }

    private Decision<ConsumerGroupHeartbeatResponse> leave(ConsumerGroupHeartbeatRequest request)
            throws RefusedException {
        Outcome outcome = new Outcome();
        GroupDraft draft = groups.open(request.groupId(), outcome, "Group");
        String memberId = request.memberId();
        String instanceId = request.instanceId();
        ConsumerMember member = draft.state().members().get(memberId);
        if (instanceId != null && (member == null || !member.hasInstanceId(instanceId))) {
            throw Admission.fencedInstance(draft.state().members().staticMember(instanceId), memberId, instanceId);
        }
        if (member == null) {
            throw Admission.unknownMember(memberId, request.groupId());
        }
        if (request.memberEpoch() == MemberAssignment.STATIC_LEAVE_EPOCH) {
            draft.putAssignment(memberId, draft.state().assignment(memberId).away());
        } else {
            draft.remove(memberId);
            groups.onMembersLeft(draft, outcome);
        }
        return outcome.decision(
                new ConsumerGroupHeartbeatResponse().memberId(memberId).memberEpoch(request.memberEpoch()));
    }
}
