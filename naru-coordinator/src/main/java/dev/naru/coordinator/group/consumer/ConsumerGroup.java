package dev.naru.coordinator.group.consumer;

import dev.naru.common.Uuid;
import dev.naru.coordinator.group.Group;
import dev.naru.coordinator.group.GroupType;
import dev.naru.coordinator.group.Outcome;
import dev.naru.coordinator.runtime.CoordinatorRecord;
import dev.naru.coordinator.runtime.RecordOrigin;
import dev.naru.protocol.ErrorCode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A group whose partitions the coordinator assigns (KIP-848). Its state is a value that records replace; what its members
 * are waited for is in {@link GroupDeadlines}.
 *
 * <p>Threading: confined to the shard's loop; while loading, to the thread that loads.
 */
final class ConsumerGroup implements Group {
    private static final String PROTOCOL_TYPE = "consumer";
    /** The first version of OffsetCommit that knows member epochs. */
    private static final short OFFSET_COMMIT_WITH_EPOCH = 9;

    private final String groupId;
    private ConsumerGroupState state = ConsumerGroupState.NEW;
    /** The topics of all subscriptions in this state; null until somebody asks, which some do for every topic they know. */
    private @Nullable Set<String> subscribedTopics;

    ConsumerGroup(String groupId) {
        this.groupId = groupId;
    }

    ConsumerGroupState state() {
        return state;
    }

    void replay(RecordOrigin origin, CoordinatorRecord record) {
        state = ConsumerGroupReplay.replay(state, record, origin.timestampMs());
        subscribedTopics = null;
    }

    @Override
    public String groupId() {
        return groupId;
    }

    @Override
    public GroupType type() {
        return GroupType.CONSUMER;
    }

    @Override
    public String stateName() {
        return state.phase().protocolName();
    }

    @Override
    public String protocolType() {
        return PROTOCOL_TYPE;
    }

    @Override
    public boolean isEmpty() {
        return state.members().isEmpty();
    }

    /**
     * A client outside the protocol may commit while there are no members; a member commits what it has had since the epoch it
     * names. An unknown member never commits.
     */
    @Override
    public ErrorCode validateOffsetCommit(
            String memberId,
            @Nullable String instanceId,
            int generationIdOrMemberEpoch,
            boolean isTransactional,
            short apiVersion) {
        boolean saysNothing = memberId.isEmpty() && instanceId == null && generationIdOrMemberEpoch < 0;
        if (saysNothing && (isEmpty() || isTransactional)) {
            return ErrorCode.NONE;
        }
        if (generationIdOrMemberEpoch < 0 && isEmpty()) {
            return ErrorCode.NONE;
        }
        ConsumerMember member = state.members().get(memberId);
        if (member == null) {
            return ErrorCode.UNKNOWN_MEMBER_ID;
        }
        if (!isTransactional && !member.isClassic() && apiVersion < OFFSET_COMMIT_WITH_EPOCH) {
            return ErrorCode.UNSUPPORTED_VERSION;
        }
        // One that is behind may have had the partition since then, which is looked at for each.
        return !member.isClassic() && generationIdOrMemberEpoch < memberEpoch(member)
                ? ErrorCode.NONE
                : validateEpoch(member, generationIdOrMemberEpoch);
    }

    private int memberEpoch(ConsumerMember member) {
        return state.assignment(member.memberId()).memberEpoch();
    }

    @Override
    public ErrorCode validateOffsetCommit(String memberId, int memberEpoch, Uuid topicId, int partition) {
        ConsumerMember member = state.members().get(memberId);
        boolean isBehind = member != null && !member.isClassic() && memberEpoch < memberEpoch(member);
        return isBehind && !state.assignment(memberId).hasSince(memberEpoch, topicId, partition)
                ? ErrorCode.STALE_MEMBER_EPOCH
                : ErrorCode.NONE;
    }

    @Override
    public ErrorCode validateOffsetFetch(@Nullable String memberId, int memberEpoch) {
        if ((memberId == null || memberId.isEmpty()) && memberEpoch < 0) {
            return ErrorCode.NONE;
        }
        ConsumerMember member = memberId == null ? null : state.members().get(memberId);
        return member == null ? ErrorCode.UNKNOWN_MEMBER_ID : validateEpoch(member, memberEpoch);
    }

    /** Only heartbeats say that a member is alive. */
    @Override
    public void onOffsetCommit(String memberId) {}

    private ErrorCode validateEpoch(ConsumerMember member, int epoch) {
        if (epoch == memberEpoch(member)) {
            return ErrorCode.NONE;
        }
        return member.isClassic() ? ErrorCode.ILLEGAL_GENERATION : ErrorCode.STALE_MEMBER_EPOCH;
    }

    @Override
    public ErrorCode validateDelete() {
        return isEmpty() ? ErrorCode.NONE : ErrorCode.NON_EMPTY_GROUP;
    }

    @Override
    public ErrorCode validateOffsetDelete() {
        return ErrorCode.NONE;
    }

    @Override
    public boolean isSubscribedTo(String topic) {
        Set<String> topics = subscribedTopics;
        if (topics == null) {
            topics = state.topicNames();
            subscribedTopics = topics;
        }
        return topics.contains(topic);
    }

    /** An offset of a group without members is of no use since the last of them left, which began the group's epoch. */
    @Override
    public long offsetsUnusedSinceMs(long commitTimestampMs) {
        return isEmpty() ? Math.max(commitTimestampMs, state.epoch().sinceMs()) : commitTimestampMs;
    }

    @Override
    public void writeTombstones(Outcome outcome) {
        new GroupDraft(groupId, state, outcome, 0).end();
    }

    @Override
    public String dump() {
        return state.dump(groupId);
    }
}
