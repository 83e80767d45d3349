package dev.naru.coordinator.group.consumer;

import dev.naru.coordinator.group.Group;
import dev.naru.coordinator.group.GroupConfig;
import dev.naru.coordinator.group.Outcome;
import dev.naru.coordinator.group.assignor.PartitionSet;
import dev.naru.coordinator.group.classic.ClassicGroup;
import dev.naru.coordinator.group.classic.ClassicGroups;
import dev.naru.coordinator.group.classic.ClassicMember;
import dev.naru.coordinator.group.classic.ClassicRecords;
import dev.naru.coordinator.group.classic.ClassicState;
import dev.naru.coordinator.group.classic.MemberProtocol;
import dev.naru.coordinator.group.classic.Subscriptions;
import dev.naru.coordinator.runtime.ShardTimers;
import dev.naru.metadata.ClusterImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.group.GroupMetadataValue;
import dev.naru.protocol.group.GroupMetadataValue.MemberMetadata;
import dev.naru.protocol.message.ConsumerProtocolSubscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves a group from one protocol to the other while its members run. The first member that speaks the consumer protocol makes a
 * classic group of consumers a consumer group, which serves its classic members on; when the last such member leaves, those who
 * stay are a classic group again. The generation of the one is the epoch of the other, and members keep what they have.
 *
 * <p>Threading: confined to the shard's loop.
 */
final class Migration {
    private final GroupConfig.MigrationPolicy policy;
    private final ClassicGroups classicGroups;
    private final ShardTimers timers;
    private final Supplier<ClusterImage> image;

    Migration(
            GroupConfig.MigrationPolicy policy,
            ClassicGroups classicGroups,
            ShardTimers timers,
            Supplier<ClusterImage> image) {
        this.policy = policy;
        this.classicGroups = classicGroups;
        this.timers = timers;
        this.image = image;
    }

    /** Fills the draft with what a classic group had, and ends that group. An empty one can always be taken over. */
    void upgrade(Group group, GroupDraft draft, Outcome outcome) throws RefusedException {
        boolean isPossible = group instanceof ClassicGroup classic
                && (isWithoutMembers(classic) || (policy.allowsUpgrade() && isReadable(classic)));
        if (!isPossible) {
            throw new RefusedException(
                    ErrorCode.GROUP_ID_NOT_FOUND, "Group " + group.groupId() + " is not a consumer group.");
        }
        ClassicGroup classic = (ClassicGroup) group;
        // Whatever the log knows of it: that it has ended is seen, as everything, when the record is.
        classic.writeTombstones(outcome);
        if (!isWithoutMembers(classic)) {
            fill(draft, classic);
        }
    }

    /** Whoever was only given an id is no member yet. */
    private static boolean isWithoutMembers(ClassicGroup group) {
        return group.state() == ClassicState.EMPTY;
    }

    private static boolean isReadable(ClassicGroup group) {
        return group.isOfConsumers()
                && group.allMembers().stream().allMatch(member -> subscription(group, member) != null);
    }

    private static @Nullable ConsumerProtocolSubscription subscription(ClassicGroup group, ClassicMember member) {
        List<MemberProtocol> protocols = member.joined().protocols();
        byte[] metadata = member.metadata(group.protocolName());
        return Subscriptions.read(
                metadata.length == 0 && !protocols.isEmpty() ? protocols.get(0).metadata() : metadata);
    }

    private void fill(GroupDraft draft, ClassicGroup group) {
        draft.putEpoch(group.generation());
        PartitionSet taken = PartitionSet.EMPTY;
        for (ClassicMember member : group.allMembers()) {
            ConsumerProtocolSubscription subscription = subscription(group, member);
            if (subscription == null) {
                continue;
            }
            draft.put(consumerMember(member, subscription));
            // In the middle of a rebalance the assignment may be gone, though the member reads on.
            PartitionSet has = ClientAssignments.read(member.assignment(), image.get())
                    .or(ClientAssignments.owned(subscription, image.get()))
                    .minus(taken);
            taken = taken.or(has);
            draft.putTarget(member.memberId(), has);
            draft.putAssignment(
                    member.memberId(),
                    MemberAssignment.of(group.generation(), group.generation(), MemberState.STABLE, has));
        }
        draft.endTargets(0);
    }

    private static ConsumerMember consumerMember(ClassicMember member, ConsumerProtocolSubscription subscription) {
        return new ConsumerMember(
                member.memberId(),
                new ConsumerMember.Identity(
                        member.instanceId(),
                        subscription.rackId(),
                        member.identity().clientId(),
                        member.identity().host()),
                new ConsumerMember.Subscription(List.copyOf(new TreeSet<>(subscription.topics())), null, null),
                member.joined().rebalanceTimeoutMs(),
                new ClassicJoin(
                        member.joined().sessionTimeoutMs(), member.joined().protocols()));
    }

    /** True if only classic members are left, who can do without this protocol. */
    boolean canDowngrade(ConsumerGroupState state) {
        return policy.allowsDowngrade()
                && !state.members().isEmpty()
                && state.members().classicCount() == state.members().size()
                && sharedProtocol(state) != null;
    }

    private static @Nullable String sharedProtocol(ConsumerGroupState state) {
        Map<String, Set<String>> knownBy = new HashMap<>();
        List<String> inOrder = new ArrayList<>();
        state.members().forEach(entry -> {
            ClassicJoin join = entry.getValue().classic();
            if (join != null) {
                for (MemberProtocol protocol : join.protocols()) {
                    inOrder.add(protocol.name());
                    knownBy.computeIfAbsent(protocol.name(), name -> new HashSet<>())
                            .add(entry.getKey());
                }
            }
        });
        for (String name : inOrder) {
            if (knownBy.getOrDefault(name, Set.of()).size() == state.members().size()) {
                return name;
            }
        }
        return null;
    }

    /**
     * Ends the group, and leaves its members to a classic group that begins with a rebalance. Its generation is the one most
     * of them are in, so that they are called to join again and do not believe to have been thrown out.
     */
    void downgrade(GroupDraft draft, Outcome outcome) {
        ConsumerGroupState state = draft.state();
        String groupId = draft.groupId();
        String protocol = String.valueOf(sharedProtocol(state));
        List<MemberMetadata> members = new ArrayList<>();
        int generation = 0;
        for (Map.Entry<String, ConsumerMember> member : state.members()) {
            members.add(stored(state, member.getValue(), protocol));
            generation = Math.max(generation, state.assignment(member.getKey()).memberEpoch());
        }
        draft.end();
        outcome.write(ClassicRecords.generation(
                groupId,
                new GroupMetadataValue()
                        .protocolType(Subscriptions.CONSUMER)
                        .generation(generation)
                        .protocol(protocol)
                        .leader(members.get(0).memberId())
                        .currentStateTimestamp(draft.nowMs())
                        .members(members)));
        timers.schedule(0, () -> {
            Outcome rebalance = new Outcome();
            ClassicGroup classic = classicGroups.find(groupId);
            if (classic != null) {
                classicGroups.rebalance(classic, "the last member of the consumer protocol left", rebalance);
            }
            return rebalance.decision();
        });
    }

    private MemberMetadata stored(ConsumerGroupState state, ConsumerMember member, String protocol) {
        byte[] subscription = new byte[0];
        int sessionTimeoutMs = 0;
        ClassicJoin join = member.classic();
        if (join != null) {
            sessionTimeoutMs = join.sessionTimeoutMs();
            for (MemberProtocol known : join.protocols()) {
                subscription = known.name().equals(protocol) ? known.metadata() : subscription;
            }
        }
        return new MemberMetadata()
                .memberId(member.memberId())
                .groupInstanceId(member.identity().instanceId())
                .clientId(member.identity().clientId())
                .clientHost(member.identity().host())
                .rebalanceTimeout(member.rebalanceTimeoutMs())
                .sessionTimeout(sessionTimeoutMs)
                .subscription(subscription)
                .assignment(ClientAssignments.write(
                        state.assignment(member.memberId()).assigned(), subscription, image.get()));
    }
}
