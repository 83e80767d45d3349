package dev.naru.coordinator.group.consumer;

import dev.naru.common.Uuid;
import dev.naru.coordinator.group.assignor.PartitionSet;
import dev.naru.metadata.SortedTree;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything persistent of a consumer group at one moment. A record makes the next state out of it; a request that takes
 * several steps works on states of its own until it is decided.
 *
 * <p>The three epochs: the group's grows with every change that asks for a new assignment, the target's says which of these
 * the {@link #targets} answer, a member's which target it has reached. Members, what they have and what they should have are
 * kept apart because compaction may leave their records in any order.
 *
 * @param members by id
 * @param assignments what members have; of others, records may be left for a while and count for nothing
 * @param targets what members should have
 * @param regexes by expression
 *
 * <p>Threading: immutable.
 */
record ConsumerGroupState(
        GroupEpoch epoch,
        Target target,
        GroupMembers members,
        SortedTree<String, MemberAssignment> assignments,
        SortedTree<String, PartitionSet> targets,
        SortedTree<String, ResolvedRegex> regexes) {
    /** Before there is anything to assign, nothing is assigned, in epoch 1: 0 is that of members who join. */
    static final ConsumerGroupState NEW = new ConsumerGroupState(
            new GroupEpoch(1, 0, 0),
            new Target(1, 0),
            GroupMembers.NONE,
            SortedTree.empty(),
            SortedTree.empty(),
            SortedTree.empty());

    /**
     * The group's epoch.
     *
     * @param metadataHash what its topics looked like then
     * @param sinceMs when it began
     */
    record GroupEpoch(int number, long metadataHash, long sinceMs) {}

    /** The epoch the targets are for, and when they were made; 0 if never. */
    record Target(int epoch, long timestampMs) {}

    /** The state's name as the protocol has it. */
    enum Phase {
        /** Without members. */
        EMPTY("Empty"),
        /** The targets are for an epoch that is over. */
        ASSIGNING("Assigning"),
        /** Members are on the way to their targets. */
        RECONCILING("Reconciling"),
        /** Everybody has what it should have. */
        STABLE("Stable");

        private final String protocolName;

        Phase(String protocolName) {
            this.protocolName = protocolName;
        }

        String protocolName() {
            return protocolName;
        }
    }

    Phase phase() {
        if (members.isEmpty()) {
            return Phase.EMPTY;
        }
        if (epoch.number > target.epoch) {
            return Phase.ASSIGNING;
        }
        for (Map.Entry<String, ConsumerMember> member : members) {
            if (!isReconciled(member.getKey())) {
                return Phase.RECONCILING;
            }
        }
        return Phase.STABLE;
    }

    /** True if the member has reached the target, or will not before it comes back. */
    boolean isReconciled(String memberId) {
        MemberAssignment assignment = assignment(memberId);
        return assignment.isAway()
                || (assignment.state() == MemberState.STABLE && assignment.memberEpoch() == target.epoch);
    }

    /** What this member has. */
    MemberAssignment assignment(String memberId) {
        MemberAssignment assignment = assignments.get(memberId);
        return assignment == null ? MemberAssignment.NONE : assignment;
    }

    /** What this member should have. */
    PartitionSet target(String memberId) {
        PartitionSet partitions = targets.get(memberId);
        return partitions == null ? PartitionSet.EMPTY : partitions;
    }

    /** True if nobody but {@code memberId} has this partition. */
    boolean isFree(Uuid topicId, int partition, String memberId) {
        for (Map.Entry<String, MemberAssignment> other : assignments) {
            MemberAssignment assignment = other.getValue();
            if ((assignment.assigned().contains(topicId, partition)
                            || assignment.pendingRevocation().contains(topicId, partition))
                    && !other.getKey().equals(memberId)
                    && members.containsKey(other.getKey())) {
                return false;
            }
        }
        return true;
    }

    /** The names a subscription stands for, whether such topics exist or not. */
    SortedSet<String> topicNames(ConsumerMember.Subscription subscription) {
        SortedSet<String> names = new TreeSet<>(subscription.topicNames());
        ResolvedRegex resolved = subscription.regex() == null ? null : regexes.get(subscription.regex());
        if (resolved != null) {
            names.addAll(resolved.topics());
        }
        return names;
    }

    /** The names all subscriptions stand for. */
    SortedSet<String> topicNames() {
        SortedSet<String> names = new TreeSet<>();
        members.topics().forEach(topic -> names.add(topic.getKey()));
        members.regexes().forEach(regex -> {
            ResolvedRegex resolved = regexes.get(regex.getKey());
            if (resolved != null) {
                names.addAll(resolved.topics());
            }
        });
        return names;
    }

    ConsumerGroupState with(GroupEpoch newEpoch) {
        return new ConsumerGroupState(newEpoch, target, members, assignments, targets, regexes);
    }

    ConsumerGroupState with(Target newTarget) {
        return new ConsumerGroupState(epoch, newTarget, members, assignments, targets, regexes);
    }

    ConsumerGroupState withMember(String memberId, @Nullable ConsumerMember member) {
        return new ConsumerGroupState(epoch, target, members.with(memberId, member), assignments, targets, regexes);
    }

    ConsumerGroupState withAssignment(String memberId, @Nullable MemberAssignment assignment) {
        return new ConsumerGroupState(epoch, target, members, put(assignments, memberId, assignment), targets, regexes);
    }

    ConsumerGroupState withTarget(String memberId, @Nullable PartitionSet partitions) {
        return new ConsumerGroupState(epoch, target, members, assignments, put(targets, memberId, partitions), regexes);
    }

    ConsumerGroupState withRegex(String regex, @Nullable ResolvedRegex resolved) {
        return new ConsumerGroupState(epoch, target, members, assignments, targets, put(regexes, regex, resolved));
    }

    private static <V> SortedTree<String, V> put(SortedTree<String, V> tree, String key, @Nullable V value) {
        return value == null ? tree.without(key) : tree.with(key, Objects.requireNonNull(value));
    }

    /** Everything, in order. */
    String dump(String groupId) {
        StringBuilder text = new StringBuilder("consumer group ").append(groupId);
        text.append(' ').append(epoch).append(' ').append(target).append('\n');
        members.forEach(member -> text.append("  ").append(member).append('\n'));
        assignments.forEach(member -> text.append("  has ").append(member).append('\n'));
        targets.forEach(member -> text.append("  target ").append(member).append('\n'));
        regexes.forEach(regex -> text.append("  regex ").append(regex).append('\n'));
        return text.toString();
    }
}
