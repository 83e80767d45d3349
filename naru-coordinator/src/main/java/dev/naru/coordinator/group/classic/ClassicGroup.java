package dev.naru.coordinator.group.classic;

import dev.naru.coordinator.group.Group;
import dev.naru.coordinator.group.GroupType;
import dev.naru.coordinator.group.Outcome;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.group.GroupMetadataValue;
import dev.naru.protocol.group.GroupMetadataValue.MemberMetadata;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A group of the classic protocol, or one that only commits offsets.
 *
 * <p>What is persistent is the last generation that got its assignment, or that the group became empty: {@link #recorded}.
 * The rebalance under way is not: after a failover the group is back in that generation, and members who had moved on are
 * told so and join again.
 *
 * <pre>
 * EMPTY -> PREPARING_REBALANCE               first join
 * PREPARING_REBALANCE -> COMPLETING_REBALANCE  all joined, or time is up
 * PREPARING_REBALANCE -> EMPTY               all have left; recorded
 * COMPLETING_REBALANCE -> STABLE             the leader's assignment; recorded
 * COMPLETING_REBALANCE, STABLE -> PREPARING_REBALANCE   a join, a departure, an expired session, a sync that never came
 * any -> DEAD                                deleted, expired, or upgraded to another protocol; recorded
 * </pre>
 *
 * <p>Threading: confined to the shard's loop; while loading, {@link #record} to the thread that loads.
 */
public final class ClassicGroup implements Group {
    private final String groupId;
    private final Members members = new Members();
    private @Nullable GroupMetadataValue recorded;
    private ClassicState state = ClassicState.EMPTY;
    private long stateSinceMs = -1;
    private int generation;
    private String protocolType = "";
    private @Nullable String protocolName;
    private @Nullable Set<String> subscribedTopics;
    private final Joining joining = new Joining();

    ClassicGroup(String groupId) {
        this.groupId = groupId;
    }

    @Override
    public String groupId() {
        return groupId;
    }

    @Override
    public GroupType type() {
        return GroupType.CLASSIC;
    }

    @Override
    public String stateName() {
        return state.stateName();
    }

    @Override
    public String protocolType() {
        return protocolType;
    }

    @Override
    public boolean isEmpty() {
        return state == ClassicState.EMPTY && members.countPending() == 0;
    }

    /** Where it is in its cycle. */
    public ClassicState state() {
        return state;
    }

    /** The number of the present generation. */
    public int generation() {
        return generation;
    }

    /** The assignment protocol of the generation; null without members. */
    public @Nullable String protocolName() {
        return protocolName;
    }

    /** The member that assigns; null without members. */
    public @Nullable String leaderId() {
        return members.leaderId();
    }

    /** Its members in the order they came. */
    public Collection<ClassicMember> allMembers() {
        return members.all();
    }

    /** True if its members speak the consumers' protocol, whose metadata can be read. */
    public boolean isOfConsumers() {
        return protocolType.equals(Subscriptions.CONSUMER);
    }

    /** What the log says of it; null if nothing. */
    public @Nullable GroupMetadataValue recorded() {
        return recorded;
    }

    Members members() {
        return members;
    }

    Joining joining() {
        return joining;
    }

    boolean isLeader(String memberId) {
        return memberId.equals(members.leaderId());
    }

    /** Notes what the log says. */
    void record(GroupMetadataValue value) {
        recorded = value;
    }

    void become(ClassicState next, long nowMs) {
        state = next;
        stateSinceMs = nowMs;
    }

    /** The first member brings the protocol type. */
    void add(ClassicMember member, String memberProtocolType) {
        if (members.isEmpty()) {
            protocolType = memberProtocolType;
        }
        members.add(member);
    }

    /** Whoever waited under this member's id is told that there is no such member. */
    void remove(ClassicMember member) {
        member.failJoin(ErrorCode.UNKNOWN_MEMBER_ID);
        member.failSync(ErrorCode.UNKNOWN_MEMBER_ID);
        members.remove(member);
    }

    /** The joining is over: its members form the next generation. */
    void beginGeneration(long nowMs) {
        generation = nextGeneration();
        protocolName = ProtocolChoice.vote(preferences());
        readSubscriptions();
        members.all().forEach(member -> {
            member.isNew(false);
            member.hasSynced(false);
        });
        become(ClassicState.COMPLETING_REBALANCE, nowMs);
    }

    private void readSubscriptions() {
        subscribedTopics = isOfConsumers() ? Subscriptions.topics(members.all(), protocolName) : null;
    }

    /** The number of the generation to come; after the last one it begins again, below zero means none. */
    int nextGeneration() {
        return generation == Integer.MAX_VALUE ? 1 : generation + 1;
    }

    List<List<MemberProtocol>> preferences() {
        return members.all().stream().map(member -> member.joined().protocols()).toList();
    }

    /** Takes over a generation from the log: all of it, except that members keep their sessions and their waiting replies. */
    void adopt(GroupMetadataValue value, RestoredMembers restored) {
        generation = value.generation();
        protocolType = value.protocolType();
        protocolName = value.protocol();
        List<ClassicMember> adopted = value.members().stream()
                .map(stored -> restored.member(this, stored))
                .toList();
        for (ClassicMember member : members.copy()) {
            if (!adopted.contains(member)) {
                if (member.isStatic() && adopted.stream().anyMatch(one -> isSameInstance(one, member))) {
                    // Its next self has its place.
                    member.failJoin(ErrorCode.FENCED_INSTANCE_ID);
                    member.failSync(ErrorCode.FENCED_INSTANCE_ID);
                }
                remove(member);
            }
        }
        adopted.forEach(members::add);
        members.lead(value.leader());
        readSubscriptions();
        become(value.members().isEmpty() ? ClassicState.EMPTY : ClassicState.STABLE, value.currentStateTimestamp());
    }

    private static boolean isSameInstance(ClassicMember one, ClassicMember other) {
        return Objects.equals(one.instanceId(), other.instanceId());
    }

    /** It is deleted, or another protocol takes over: whoever waits joins again and finds out. */
    void end(long nowMs) {
        joining.endBy(null);
        members.all().forEach(member -> {
            member.failJoin(ErrorCode.REBALANCE_IN_PROGRESS);
            member.failSync(ErrorCode.REBALANCE_IN_PROGRESS);
        });
        members.endSessions();
        become(ClassicState.DEAD, nowMs);
    }

    /** Makes a member out of what the log says of it, or finds the one that is there. */
    interface RestoredMembers {
        ClassicMember member(ClassicGroup group, MemberMetadata stored);
    }

    /** The longest time one of the members wants for joining again. */
    int rebalanceTimeoutMs() {
        return members.all().stream()
                .mapToInt(member -> member.joined().rebalanceTimeoutMs())
                .max()
                .orElse(0);
    }

    /** Whether this is a member, and no other has taken its static id. */
    ErrorCode validateMember(String memberId, @Nullable String instanceId) {
        if (instanceId != null) {
            String owner = members.idOfInstance(instanceId);
            if (owner == null) {
                return ErrorCode.UNKNOWN_MEMBER_ID;
            }
            if (!owner.equals(memberId)) {
                return ErrorCode.FENCED_INSTANCE_ID;
            }
        }
        return members.find(memberId) == null ? ErrorCode.UNKNOWN_MEMBER_ID : ErrorCode.NONE;
    }

    @Override
    public ErrorCode validateOffsetCommit(
            String memberId, @Nullable String instanceId, int generationId, boolean isTransactional, short apiVersion) {
        if (state == ClassicState.DEAD) {
            return ErrorCode.COORDINATOR_NOT_AVAILABLE;
        }
        if (generationId < 0 && state == ClassicState.EMPTY) {
            return ErrorCode.NONE;
        }
        if (generationId >= 0 || !memberId.isEmpty() || instanceId != null) {
            ErrorCode memberError = validateMember(memberId, instanceId);
            if (memberError != ErrorCode.NONE) {
                return memberError;
            }
            if (generationId != generation) {
                return ErrorCode.ILLEGAL_GENERATION;
            }
        } else if (!isTransactional) {
            // Members are there, and this is not one of them. Old transactional producers cannot say who they are.
            return ErrorCode.UNKNOWN_MEMBER_ID;
        }
        return !isTransactional && state == ClassicState.COMPLETING_REBALANCE
                ? ErrorCode.REBALANCE_IN_PROGRESS
                : ErrorCode.NONE;
    }

    @Override
    public void onOffsetCommit(String memberId) {
        ClassicMember member = members.find(memberId);
        if (member != null && state != ClassicState.COMPLETING_REBALANCE) {
            member.session().extend(member.joined().sessionTimeoutMs());
        }
    }

    @Override
    public ErrorCode validateOffsetFetch(@Nullable String memberId, int memberEpoch) {
        return ErrorCode.NONE;
    }

    @Override
    public ErrorCode validateDelete() {
        return switch (state) {
            case EMPTY -> ErrorCode.NONE;
            case DEAD -> ErrorCode.GROUP_ID_NOT_FOUND;
            case PREPARING_REBALANCE, COMPLETING_REBALANCE, STABLE -> ErrorCode.NON_EMPTY_GROUP;
        };
    }

    @Override
    public ErrorCode validateOffsetDelete() {
        ErrorCode error = validateDelete();
        return error == ErrorCode.NON_EMPTY_GROUP && isOfConsumers() ? ErrorCode.NONE : error;
    }

    @Override
    public boolean isSubscribedTo(String topic) {
        if (members.isEmpty() || !isOfConsumers()) {
            return false;
        }
        return subscribedTopics == null || subscribedTopics.contains(topic);
    }

    @Override
    public long offsetsUnusedSinceMs(long commitTimestampMs) {
        if (protocolType.isEmpty() && members.isEmpty()) {
            return commitTimestampMs;
        }
        return switch (state) {
            // Groups recorded by Kafka before 2.1 do not say since when they have been empty.
            case EMPTY -> stateSinceMs < 0 ? commitTimestampMs : Math.max(stateSinceMs, commitTimestampMs);
            case STABLE -> isOfConsumers() && subscribedTopics != null ? commitTimestampMs : NOT_UNUSED;
            case PREPARING_REBALANCE, COMPLETING_REBALANCE, DEAD -> NOT_UNUSED;
        };
    }

    @Override
    public void writeTombstones(Outcome outcome) {
        outcome.write(ClassicRecords.tombstone(groupId));
    }

    @Override
    public String dump() {
        return recorded == null ? "" : ClassicRecords.dump(groupId, recorded);
    }
}
