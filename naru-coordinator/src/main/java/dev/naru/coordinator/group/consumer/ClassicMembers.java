package dev.naru.coordinator.group.consumer;

import dev.naru.common.Uuid;
import dev.naru.coordinator.group.ClientInfo;
import dev.naru.coordinator.group.Outcome;
import dev.naru.coordinator.group.Reply;
import dev.naru.coordinator.group.assignor.PartitionSet;
import dev.naru.coordinator.group.classic.MemberProtocol;
import dev.naru.coordinator.group.classic.Subscriptions;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ConsumerProtocolSubscription;
import dev.naru.protocol.message.HeartbeatRequest;
import dev.naru.protocol.message.HeartbeatResponse;
import dev.naru.protocol.message.JoinGroupRequest;
import dev.naru.protocol.message.JoinGroupResponse;
import dev.naru.protocol.message.LeaveGroupRequest;
import dev.naru.protocol.message.LeaveGroupRequest.MemberIdentity;
import dev.naru.protocol.message.LeaveGroupResponse;
import dev.naru.protocol.message.LeaveGroupResponse.MemberResponse;
import dev.naru.protocol.message.SyncGroupRequest;
import dev.naru.protocol.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Members of the classic protocol in a consumer group. Each of them believes to be in a classic group with a leader that is
 * never itself: a join is answered at once with a generation, which is its member epoch; a sync with what it has in it;
 * a heartbeat calls it to join again when there is something to give up or to get.
 *
 * <p>Unlike in Kafka, an operator can remove members of the consumer protocol too with LeaveGroup.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class ClassicMembers {
    /** From this version on a member joins a second time, with the id it was given (KIP-394). */
    private static final short ID_REQUIRED_SINCE = 4;

    private final ConsumerGroups groups;
    private final Rebalance rebalance;
    private final RandomGenerator random;

    ClassicMembers(ConsumerGroups groups, Rebalance rebalance, RandomGenerator random) {
        this.groups = groups;
        this.rebalance = rebalance;
        this.random = random;
    }

    Decision<Runnable> join(ClientInfo client, JoinGroupRequest request, Reply<JoinGroupResponse> reply) {
        Outcome outcome = new Outcome();
        try {
            GroupDraft draft = groups.open(request.groupId(), outcome, "Group");
            List<MemberProtocol> protocols = request.protocols().stream()
                    .map(protocol -> new MemberProtocol(protocol.name(), protocol.metadata()))
                    .toList();
            checkProtocols(draft, request, protocols);
            ConsumerProtocolSubscription subscription =
                    Subscriptions.read(protocols.get(0).metadata());
            if (subscription == null) {
                throw refusal(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
            }
            String memberId = request.memberId();
            if (memberId.isEmpty()) {
                memberId = client.clientId() + "-" + Uuid.random(random);
                if (request.groupInstanceId() == null && client.apiVersion() >= ID_REQUIRED_SINCE) {
                    outcome.send(
                            reply, reply.failure(ErrorCode.MEMBER_ID_REQUIRED).memberId(memberId));
                    return outcome.decision();
                }
            }
            ConsumerMember member = member(memberId, client, request, protocols, subscription);
            admit(draft, request, member, subscription);
            MemberAssignment assignment = draft.state().assignment(memberId);
            outcome.send(
                    reply,
                    new JoinGroupResponse()
                            .memberId(memberId)
                            .generationId(assignment.memberEpoch())
                            .protocolType(Subscriptions.CONSUMER)
                            .protocolName(protocols.get(0).name()));
        } catch (RefusedException e) {
            outcome.send(reply, reply.failure(e.error()).memberId(""));
        }
        return outcome.decision();
    }

    private static void checkProtocols(GroupDraft draft, JoinGroupRequest request, List<MemberProtocol> protocols)
            throws RefusedException {
        boolean isShared = request.protocolType().equals(Subscriptions.CONSUMER) && !protocols.isEmpty();
        for (MemberProtocol protocol : isShared ? protocols : List.<MemberProtocol>of()) {
            isShared = isKnownToAll(draft.state(), protocol.name(), request.memberId());
            if (isShared) {
                break;
            }
        }
        if (!isShared) {
            throw refusal(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
        }
    }

    private static boolean isKnownToAll(ConsumerGroupState state, String name, String exceptMemberId) {
        boolean[] isKnown = {true};
        state.members().forEach(entry -> {
            ClassicJoin join = entry.getValue().classic();
            if (join != null && !entry.getKey().equals(exceptMemberId)) {
                isKnown[0] &= join.protocols().stream()
                        .anyMatch(protocol -> protocol.name().equals(name));
            }
        });
        return isKnown[0];
    }

    private static RefusedException refusal(ErrorCode error) {
        return new RefusedException(error, error.message());
    }

    private static ConsumerMember member(
            String memberId,
            ClientInfo client,
            JoinGroupRequest request,
            List<MemberProtocol> protocols,
            ConsumerProtocolSubscription subscription) {
        int rebalanceTimeoutMs = request.rebalanceTimeoutMs();
        return new ConsumerMember(
                memberId,
                new ConsumerMember.Identity(
                        request.groupInstanceId(), subscription.rackId(), client.clientId(), client.host()),
                new ConsumerMember.Subscription(List.copyOf(new TreeSet<>(subscription.topics())), null, null),
                // The first version of the request knew no rebalance timeout.
                rebalanceTimeoutMs < 0 ? request.sessionTimeoutMs() : rebalanceTimeoutMs,
                new ClassicJoin(request.sessionTimeoutMs(), protocols));
    }

    private void admit(
            GroupDraft draft,
            JoinGroupRequest request,
            ConsumerMember member,
            ConsumerProtocolSubscription subscription)
            throws RefusedException {
        ConsumerMember known = find(draft, request, member.memberId());
        if (known == null
                && draft.state().members().size() >= rebalance.config().membersMax()) {
            throw refusal(ErrorCode.GROUP_MAX_SIZE_REACHED);
        }
        if (!member.equals(known)) {
            draft.put(member);
        }
        if (known == null
                || !known.subscription().wantsSameTopicsAs(member.subscription())
                || !Objects.equals(known.identity().rackId(), member.identity().rackId())) {
            rebalance.onMembersChanged(draft);
        }
        rebalance.assignIfDue(draft);
        draft.reconcile(member.memberId(), ClientAssignments.owned(subscription, rebalance.image()));
        groups.awaitRejoined(draft, member);
    }

    private static @Nullable ConsumerMember find(GroupDraft draft, JoinGroupRequest request, String memberId)
            throws RefusedException {
        ConsumerMember known = draft.state().members().get(memberId);
        String instanceId = request.groupInstanceId();
        if (instanceId == null || (known != null && known.hasInstanceId(instanceId))) {
            return known;
        }
        ConsumerMember holder = draft.state().members().staticMember(instanceId);
        if (holder == null) {
            return known;
        }
        if (!request.memberId().isEmpty()) {
            throw refusal(ErrorCode.FENCED_INSTANCE_ID);
        }
        draft.replace(
                holder, memberId, draft.state().assignment(holder.memberId()).rejoined());
        return holder.withMemberId(memberId);
    }

    Decision<Runnable> sync(SyncGroupRequest request, Reply<SyncGroupResponse> reply) {
        Outcome outcome = new Outcome();
        try {
            GroupDraft draft = groups.open(request.groupId(), outcome, "Group");
            ConsumerMember member = classicMember(draft, request.memberId(), request.groupInstanceId());
            checkGeneration(draft, member, request.generationId());
            List<MemberProtocol> protocols =
                    Objects.requireNonNull(member.classic()).protocols();
            if (!isOf(request, protocols.get(0).name())) {
                throw refusal(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
            }
            if (mustJoinAgain(draft.state(), member) && !isRevoking(draft.state(), member)) {
                throw refusal(ErrorCode.REBALANCE_IN_PROGRESS);
            }
            PartitionSet assigned = draft.state().assignment(member.memberId()).assigned();
            groups.await(draft, member);
            outcome.send(
                    reply,
                    new SyncGroupResponse()
                            .protocolType(Subscriptions.CONSUMER)
                            .protocolName(protocols.get(0).name())
                            .assignment(ClientAssignments.write(
                                    assigned, protocols.get(0).metadata(), rebalance.image())));
        } catch (RefusedException e) {
            outcome.send(reply, reply.failure(e.error()));
        }
        return outcome.decision();
    }

    /** What a member says of its protocol, if it says so, must be true. */
    private static boolean isOf(SyncGroupRequest request, String protocolName) {
        return (request.protocolType() == null || request.protocolType().equals(Subscriptions.CONSUMER))
                && (request.protocolName() == null || request.protocolName().equals(protocolName));
    }

    Decision<HeartbeatResponse> heartbeat(HeartbeatRequest request) {
        try {
            GroupDraft draft = groups.open(request.groupId(), new Outcome(), "Group");
            ConsumerMember member = classicMember(draft, request.memberId(), request.groupInstanceId());
            checkGeneration(draft, member, request.generationId());
            boolean mustJoinAgain = mustJoinAgain(draft.state(), member);
            groups.await(draft, member);
            if (mustJoinAgain) {
                groups.awaitRejoin(draft, member);
            }
            ErrorCode error = mustJoinAgain ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE;
            return Decision.answer(new HeartbeatResponse().errorCode(error.code()));
        } catch (RefusedException e) {
            return Decision.answer(new HeartbeatResponse().errorCode(e.error().code()));
        }
    }

    /** True if joining again would bring the member further: there is a target, something to give up, or something free. */
    private static boolean mustJoinAgain(ConsumerGroupState state, ConsumerMember member) {
        MemberAssignment assignment = state.assignment(member.memberId());
        return switch (assignment.state()) {
            case STABLE, UNKNOWN -> assignment.memberEpoch() < state.target().epoch();
            case UNREVOKED_PARTITIONS -> true;
            case UNRELEASED_PARTITIONS ->
                !Reconciliation.step(state, member.memberId(), assignment.assigned())
                        .equals(assignment);
        };
    }

    private static boolean isRevoking(ConsumerGroupState state, ConsumerMember member) {
        return state.assignment(member.memberId()).state() == MemberState.UNREVOKED_PARTITIONS;
    }

    private static ConsumerMember classicMember(GroupDraft draft, String memberId, @Nullable String instanceId)
            throws RefusedException {
        ConsumerMember member = draft.state().members().get(memberId);
        if (instanceId != null && (member == null || !member.hasInstanceId(instanceId))) {
            throw Admission.fencedInstance(draft.state().members().staticMember(instanceId), memberId, instanceId);
        }
        if (member == null || !member.isClassic()) {
            throw Admission.unknownMember(memberId, draft.groupId());
        }
        return member;
    }

    private static void checkGeneration(GroupDraft draft, ConsumerMember member, int generation)
            throws RefusedException {
        if (draft.state().assignment(member.memberId()).memberEpoch() != generation) {
            throw refusal(ErrorCode.ILLEGAL_GENERATION);
        }
    }

    Decision<Runnable> leave(LeaveGroupRequest request, Reply<LeaveGroupResponse> reply) {
        Outcome outcome = new Outcome();
        try {
            GroupDraft draft = groups.open(request.groupId(), outcome, "Group");
            List<MemberResponse> responses = new ArrayList<>();
            boolean hasAnyLeft = false;
            for (MemberIdentity identity : request.members()) {
                ErrorCode error = leave(draft, identity);
                hasAnyLeft |= error == ErrorCode.NONE;
                responses.add(new MemberResponse()
                        .memberId(identity.memberId())
                        .groupInstanceId(identity.groupInstanceId())
                        .errorCode(error.code()));
            }
            if (hasAnyLeft) {
                groups.onMembersLeft(draft, outcome);
            }
            outcome.send(reply, new LeaveGroupResponse().members(responses));
        } catch (RefusedException e) {
            outcome.send(reply, reply.failure(e.error()));
        }
        return outcome.decision();
    }

    private static ErrorCode leave(GroupDraft draft, MemberIdentity identity) {
        String instanceId = identity.groupInstanceId();
        ConsumerMember member = draft.state().members().get(identity.memberId());
        if (instanceId != null) {
            ConsumerMember holder = draft.state().members().staticMember(instanceId);
            if (holder != null && !identity.memberId().isEmpty() && !holder.equals(member)) {
                return ErrorCode.FENCED_INSTANCE_ID;
            }
            member = holder;
        }
        if (member == null) {
            return ErrorCode.UNKNOWN_MEMBER_ID;
        }
        draft.remove(member.memberId());
        return ErrorCode.NONE;
    }
}
