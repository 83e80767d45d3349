package dev.naru.coordinator.group.classic;

import dev.naru.coordinator.group.Outcome;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.group.GroupMetadataValue;
import dev.naru.protocol.group.GroupMetadataValue.MemberMetadata;
import dev.naru.protocol.message.ConsumerProtocolSubscription;
import dev.naru.protocol.message.JoinGroupResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A static member that comes back under a new member id (KIP-345): it takes the place of its former self, whom everybody
 * then refuses. In a stable group nothing else happens, so that a restart costs no rebalance; only that the id changed is
 * recorded.
 *
 * <p>It differs from Kafka in one point: a consumer that comes back with other topics makes the group rebalance, where
 * Kafka would leave it with the partitions of its old topics.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class StaticMembers {
    /** From this version on a leader can be told that it is one, and not to assign (KIP-814). */
    private static final short SKIP_ASSIGNMENT_SINCE = 9;

    private final Rebalance rebalance;
    private final MemberFactory factory;

    StaticMembers(Rebalance rebalance, MemberFactory factory) {
        this.rebalance = rebalance;
        this.factory = factory;
    }

    void replace(ClassicGroup group, JoinRequests.Join join, String replacedId, String memberId, Outcome outcome) {
        ClassicMember replaced = group.members().find(replacedId);
        if (replaced != null) {
            if (group.state() == ClassicState.STABLE && keepsAssignment(group, replaced, join)) {
                replaceQuietly(group, join, replaced, memberId, outcome);
            } else {
                replaceAndRebalance(group, join, replaced, memberId, outcome);
            }
        }
    }

    /** True if the group's protocol stays what it is, and with it the assignment. */
    private static boolean keepsAssignment(ClassicGroup group, ClassicMember replaced, JoinRequests.Join join) {
        List<List<MemberProtocol>> preferences = new ArrayList<>();
        for (ClassicMember member : group.members().all()) {
            preferences.add(
                    member == replaced
                            ? join.said().protocols()
                            : member.joined().protocols());
        }
        String next = ProtocolChoice.vote(preferences);
        return next != null
                && next.equals(group.protocolName())
                && (!group.isOfConsumers() || wantsSameTopics(metadata(join, next), replaced.metadata(next)));
    }

    private static boolean wantsSameTopics(byte[] metadata, byte[] before) {
        ConsumerProtocolSubscription subscription = Subscriptions.read(metadata);
        ConsumerProtocolSubscription subscriptionBefore = Subscriptions.read(before);
        return subscription == null
                || subscriptionBefore == null
                || Set.copyOf(subscription.topics()).equals(Set.copyOf(subscriptionBefore.topics()));
    }

    private static byte[] metadata(JoinRequests.Join join, String protocolName) {
        for (MemberProtocol protocol : join.said().protocols()) {
            if (protocol.name().equals(protocolName)) {
                return protocol.metadata();
            }
        }
        return new byte[0];
    }

    /** The members change when the record is replayed, not before: if it is refused, nothing has happened. */
    private void replaceQuietly(
            ClassicGroup group, JoinRequests.Join join, ClassicMember replaced, String memberId, Outcome outcome) {
        boolean isLeader = group.isLeader(replaced.memberId());
        String leaderId = isLeader ? memberId : group.leaderId();
        List<MemberMetadata> members = new ArrayList<>();
        for (ClassicMember member : group.members().all()) {
            members.add(
                    member == replaced
                            ? ClassicRecords.member(
                                    identity(join, memberId),
                                    join.said(),
                                    metadata(join, String.valueOf(group.protocolName())),
                                    member.assignment())
                            : ClassicRecords.member(
                                    member.identity(),
                                    member.joined(),
                                    member.metadata(group.protocolName()),
                                    member.assignment()));
        }
        outcome.write(ClassicRecords.generation(
                group.groupId(),
                new GroupMetadataValue()
                        .protocolType(group.protocolType())
                        .generation(group.generation())
                        .protocol(group.protocolName())
                        .leader(leaderId)
                        .currentStateTimestamp(rebalance.nowMs())
                        .members(members)));
        boolean canSkip = join.client().apiVersion() >= SKIP_ASSIGNMENT_SINCE;
        String formerLeaderId = group.leaderId();
        outcome.afterCommit(() -> {
            ClassicMember member = group.members().find(memberId);
            if (member != null) {
                member.update(join.said());
            }
            JoinGroupResponse response = Responses.generation(group, memberId);
            if (isLeader && canSkip) {
                response.members(Responses.members(group)).skipAssignment(true);
            } else if (isLeader && formerLeaderId != null) {
                // An old client that heard it leads would assign, which nobody waits for.
                response.leader(formerLeaderId);
            }
            join.reply().send(response);
        });
    }

    private void replaceAndRebalance(
            ClassicGroup group, JoinRequests.Join join, ClassicMember replaced, String memberId, Outcome outcome) {
        replaced.failJoin(ErrorCode.FENCED_INSTANCE_ID);
        replaced.failSync(ErrorCode.FENCED_INSTANCE_ID);
        ClassicMember member = factory.newMember(group, identity(join, memberId), join.said());
        member.assign(replaced.assignment());
        group.members().replace(replaced, member);
        member.awaitJoin(join.reply());
        member.session().extend(join.request().sessionTimeoutMs());
        rebalance.onMembersChanged(
                group, "static member " + join.request().groupInstanceId() + " came back as " + memberId, outcome);
    }

    private static ClassicMember.Identity identity(JoinRequests.Join join, String memberId) {
        return new ClassicMember.Identity(
                memberId,
                join.request().groupInstanceId(),
                join.client().clientId(),
                join.client().host());
    }
}
