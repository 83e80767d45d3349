package dev.naru.coordinator.group.consumer;

import dev.naru.coordinator.group.ClientInfo;
import dev.naru.coordinator.group.assignor.PartitionSet;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ConsumerGroupHeartbeatRequest;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the member that a heartbeat is from, or lets it in, and says what it looks like now.
 *
 * <p>Fencing: an epoch greater than the known one cannot be; a smaller one is a zombie, unless it is the one before and the
 * member has nothing but what is its own: then the response that raised it was lost. A known member that joins has lost its
 * memory, not its place; it says that it owns nothing and gets what it had.
 *
 * <p>Threading: stateless.
 */
final class Admission {
    private Admission() {}

    /**
     * The member as it was known, which may now be under the name of a process that took its place; null if it is new.
     *
     * @param owned what the member says it has; null if it did not say
     */
    static @Nullable ConsumerMember find(
            GroupDraft draft, ConsumerGroupHeartbeatRequest request, @Nullable PartitionSet owned)
            throws RefusedException {
        boolean joins = request.memberEpoch() == MemberAssignment.JOIN_EPOCH;
        String memberId = request.memberId();
        String instanceId = request.instanceId();
        ConsumerMember known = draft.state().members().get(memberId);
        if (joins) {
            return known == null ? former(draft, memberId, instanceId) : rejoined(draft, known, instanceId);
        }
        if (instanceId != null && (known == null || !known.hasInstanceId(instanceId))) {
            throw fencedInstance(draft.state().members().staticMember(instanceId), memberId, instanceId);
        }
        if (known == null) {
            throw unknownMember(memberId, draft.groupId());
        }
        checkEpoch(draft.state().assignment(memberId), request.memberEpoch(), owned);
        return known;
    }

    /** A new member id may be a static member's next one. */
    private static @Nullable ConsumerMember former(GroupDraft draft, String memberId, @Nullable String instanceId)
            throws RefusedException {
        ConsumerMember holder =
                instanceId == null ? null : draft.state().members().staticMember(instanceId);
        return holder == null ? null : takePlace(draft, holder, memberId);
    }

    /** One that never heard that it had joined, was fenced, or was away: its instance id is its own, and no other is. */
    private static ConsumerMember rejoined(GroupDraft draft, ConsumerMember known, @Nullable String instanceId)
            throws RefusedException {
        if (instanceId != null && !known.hasInstanceId(instanceId)) {
            throw new RefusedException(
                    ErrorCode.INVALID_REQUEST,
                    "Member " + known.memberId() + " cannot join again with another instance id, " + instanceId + ".");
        }
        MemberAssignment assignment = draft.state().assignment(known.memberId());
        if (assignment.isAway()) {
            draft.putAssignment(known.memberId(), assignment.rejoined());
        }
        return known;
    }

    /** The static member of this name must be away; one of the classic protocol never says so and is taken to be. */
    private static ConsumerMember takePlace(GroupDraft draft, ConsumerMember holder, String memberId)
            throws RefusedException {
        MemberAssignment assignment = draft.state().assignment(holder.memberId());
        if (!assignment.isAway() && !holder.isClassic()) {
            throw new RefusedException(
                    ErrorCode.UNRELEASED_INSTANCE_ID,
                    "Static member " + memberId + " with instance id "
                            + holder.identity().instanceId()
                            + " cannot join the group because the instance id is owned by " + holder.memberId()
                            + " member.");
        }
        draft.replace(holder, memberId, assignment.rejoined());
        return holder.withMemberId(memberId);
    }

    static RefusedException fencedInstance(@Nullable ConsumerMember holder, String memberId, String instanceId) {
        return holder == null
                ? new RefusedException(ErrorCode.UNKNOWN_MEMBER_ID, "Instance id " + instanceId + " is unknown.")
                : new RefusedException(
                        ErrorCode.FENCED_INSTANCE_ID,
                        "Static member " + memberId + " with instance id " + instanceId + " was fenced by member "
                                + holder.memberId() + ".");
    }

    static RefusedException unknownMember(String memberId, String groupId) {
        return new RefusedException(
                ErrorCode.UNKNOWN_MEMBER_ID, "Member " + memberId + " is not a member of group " + groupId + ".");
    }

    private static void checkEpoch(MemberAssignment known, int epoch, @Nullable PartitionSet owned)
            throws RefusedException {
        boolean lostResponse = epoch == known.previousMemberEpoch()
                && owned != null
                && known.reserved().containsAll(owned);
        if (epoch != known.memberEpoch() && !lostResponse) {
            throw new RefusedException(
                    ErrorCode.FENCED_MEMBER_EPOCH,
                    "The consumer group member has a " + (epoch > known.memberEpoch() ? "greater" : "smaller")
                            + " member epoch (" + epoch + ") than the one known by the group coordinator ("
                            + known.memberEpoch()
                            + "). The member must abandon all its partitions and rejoin.");
        }
    }

    /** The member as the heartbeat describes it; what a later heartbeat leaves out is as it was. */
    static ConsumerMember describe(
            @Nullable ConsumerMember known, ClientInfo client, ConsumerGroupHeartbeatRequest request) {
        boolean joins = request.memberEpoch() == MemberAssignment.JOIN_EPOCH;
        ConsumerMember.Identity knownIdentity = known == null ? null : known.identity();
        String knownInstance = knownIdentity == null ? null : knownIdentity.instanceId();
        String knownRack = joins || knownIdentity == null ? null : knownIdentity.rackId();
        ConsumerMember.Subscription knownSubscription =
                joins || known == null ? ConsumerMember.Subscription.NONE : known.subscription();
        List<String> names = request.subscribedTopicNames();
        return new ConsumerMember(
                request.memberId(),
                new ConsumerMember.Identity(
                        or(request.instanceId(), knownInstance),
                        or(request.rackId(), knownRack),
                        client.clientId(),
                        client.host()),
                new ConsumerMember.Subscription(
                        names == null ? knownSubscription.topicNames() : List.copyOf(new TreeSet<>(names)),
                        textOr(request.subscribedTopicRegex(), knownSubscription.regex()),
                        textOr(request.serverAssignor(), knownSubscription.assignor())),
                known != null && request.rebalanceTimeoutMs() < 0
                        ? known.rebalanceTimeoutMs()
                        : request.rebalanceTimeoutMs(),
                null);
    }

    private static @Nullable String or(@Nullable String given, @Nullable String known) {
        return given == null ? known : given;
    }

    /** Null is as it was, empty is none. */
    private static @Nullable String textOr(@Nullable String given, @Nullable String known) {
        if (given == null) {
            return known;
        }
        return given.isEmpty() ? null : given;
    }
}
