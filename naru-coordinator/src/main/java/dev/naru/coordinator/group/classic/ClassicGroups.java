package dev.naru.coordinator.group.classic;

import dev.naru.coordinator.group.ClientInfo;
import dev.naru.coordinator.group.Group;
import dev.naru.coordinator.group.GroupConfig;
import dev.naru.coordinator.group.GroupKind;
import dev.naru.coordinator.group.Groups;
import dev.naru.coordinator.group.Outcome;
import dev.naru.coordinator.group.Reply;
import dev.naru.coordinator.runtime.CoordinatorRecord;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.RecordOrigin;
import dev.naru.coordinator.runtime.ShardTimers;
import dev.naru.metadata.ClusterImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.group.GroupMetadataKey;
import dev.naru.protocol.group.GroupMetadataValue;
import dev.naru.protocol.group.GroupRecordType;
import dev.naru.protocol.message.HeartbeatRequest;
import dev.naru.protocol.message.HeartbeatResponse;
import dev.naru.protocol.message.JoinGroupRequest;
import dev.naru.protocol.message.JoinGroupResponse;
import dev.naru.protocol.message.LeaveGroupRequest;
import dev.naru.protocol.message.LeaveGroupResponse;
import dev.naru.protocol.message.SyncGroupRequest;
import dev.naru.protocol.message.SyncGroupResponse;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classic groups of a shard: their requests and their records.
 *
 * <p>Threading: confined to the shard's loop; while loading, {@link #replay} to the thread that loads.
 */
public final class ClassicGroups implements GroupKind {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClassicGroups.class);

    private final Groups groups;
    private final ShardTimers timers;
    private final Rebalance rebalance;
    private final MemberFactory factory;
    private final JoinRequests joins;
    private final SyncRequests syncs;
    private final LeaveRequests leaves;
    private boolean isLoaded;

    /** The classic ones among these groups. */
    public ClassicGroups(Groups groups, ShardTimers timers, GroupConfig.Classic config, RandomGenerator random) {
        this.groups = groups;
        this.timers = timers;
        this.rebalance = new Rebalance(groups, timers, config);
        this.factory = new MemberFactory(timers, rebalance, random);
        this.joins = new JoinRequests(config, rebalance, factory);
        this.syncs = new SyncRequests(rebalance);
        this.leaves = new LeaveRequests(rebalance);
    }

    /** The classic group of this name; null if there is none, or one of another type. */
    public @Nullable ClassicGroup find(String groupId) {
        return groups.find(groupId) instanceof ClassicGroup group ? group : null;
    }

    /** Makes a group without members, for offsets that somebody commits without being a member of anything. */
    public ClassicGroup addSimple(String groupId) {
        ClassicGroup group = new ClassicGroup(groupId);
        groups.put(group);
        return group;
    }

    /** What is wrong with a join, whichever group it is for and whatever protocol that speaks; checked before it is joined. */
    public ErrorCode validate(JoinGroupRequest request) {
        return joins.validate(request);
    }

    /** Whether a group can begin with this join, which must be valid. */
    public ErrorCode validateFirst(JoinGroupRequest request) {
        if (!request.memberId().isEmpty()) {
            return ErrorCode.UNKNOWN_MEMBER_ID;
        }
        return JoinRequests.namesProtocols(request.protocolType(), request.protocols())
                ? ErrorCode.NONE
                : ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
    }

    @Override
    public Decision<Runnable> join(ClientInfo client, JoinGroupRequest request, Reply<JoinGroupResponse> reply) {
        Outcome outcome = new Outcome();
        ClassicGroup present = find(request.groupId());
        if (present == null && !request.memberId().isEmpty()) {
            outcome.send(reply, reply.failure(ErrorCode.UNKNOWN_MEMBER_ID));
            return outcome.decision();
        }
        ClassicGroup group = present == null ? addSimple(request.groupId()) : present;
        joins.join(group, new JoinRequests.Join(client, request, reply), outcome);
        if (present == null && group.isEmpty()) {
            // A refused join leaves nothing behind.
            groups.remove(group);
        }
        return outcome.decision();
    }

    @Override
    public Decision<Runnable> sync(ClientInfo client, SyncGroupRequest request, Reply<SyncGroupResponse> reply) {
        Outcome outcome = new Outcome();
        ClassicGroup group = find(request.groupId());
        if (request.groupId().isEmpty()) {
            outcome.send(reply, reply.failure(ErrorCode.INVALID_GROUP_ID));
        } else if (group == null) {
            outcome.send(reply, reply.failure(ErrorCode.UNKNOWN_MEMBER_ID));
        } else {
            syncs.sync(group, request, reply, outcome);
        }
        return outcome.decision();
    }

    @Override
    public Decision<HeartbeatResponse> heartbeat(ClientInfo client, HeartbeatRequest request) {
        return Decision.answer(
                new HeartbeatResponse().errorCode(heartbeat(request).code()));
    }

    private ErrorCode heartbeat(HeartbeatRequest request) {
        if (request.groupId().isEmpty()) {
            return ErrorCode.INVALID_GROUP_ID;
        }
        ClassicGroup group = find(request.groupId());
        ClassicMember member = group == null ? null : group.members().find(request.memberId());
        if (group == null) {
            return ErrorCode.UNKNOWN_MEMBER_ID;
        }
        ErrorCode error = group.validateMember(request.memberId(), request.groupInstanceId());
        if (error != ErrorCode.NONE || member == null) {
            return error;
        }
        if (request.generationId() != group.generation()) {
            return ErrorCode.ILLEGAL_GENERATION;
        }
        member.session().extend(member.joined().sessionTimeoutMs());
        return group.state() == ClassicState.PREPARING_REBALANCE ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE;
    }

    @Override
    public Decision<Runnable> leave(ClientInfo client, LeaveGroupRequest request, Reply<LeaveGroupResponse> reply) {
        Outcome outcome = new Outcome();
        ClassicGroup group = find(request.groupId());
        if (request.groupId().isEmpty()) {
            outcome.send(reply, reply.failure(ErrorCode.INVALID_GROUP_ID));
        } else if (group == null) {
            outcome.send(reply, LeaveRequests.unknown(request));
        } else {
            leaves.leave(group, request, reply, outcome);
        }
        return outcome.decision();
    }

    /** Calls all members of a group to join again. */
    public void rebalance(ClassicGroup group, String reason, Outcome outcome) {
        rebalance.onMembersChanged(group, reason, outcome);
    }

    @Override
    public boolean owns(GroupRecordType type) {
        return type == GroupRecordType.GROUP_METADATA;
    }

    @Override
    public void replay(GroupRecordType type, RecordOrigin origin, CoordinatorRecord record) {
        String groupId = ((GroupMetadataKey) record.key()).group();
        ClassicGroup group = find(groupId);
        GroupMetadataValue value = (GroupMetadataValue) record.value();
        if (value != null) {
            if (group == null && groups.find(groupId) != null) {
                LOGGER.warn("record of a classic group ignored, the name is another's group={}", groupId);
                return;
            }
            group = group == null ? addSimple(groupId) : group;
            group.record(value);
            if (isLoaded) {
                adopt(group, value);
            }
        } else if (group != null) {
            groups.remove(group);
            group.end(timers.clock().wallMs());
        }
    }

    private void adopt(ClassicGroup group, GroupMetadataValue value) {
        group.adopt(value, factory);
        group.joining().endBy(null);
    }

    @Override
    public void onLoaded() {
        isLoaded = true;
        for (Group each : List.copyOf(groups.all())) {
            if (each instanceof ClassicGroup group) {
                GroupMetadataValue value = group.recorded();
                if (value != null) {
                    adopt(group, value);
                }
            }
        }
    }

    @Override
    public void onImage(ClusterImage image, Outcome outcome) {
        // The leader of each group watches its topics by itself.
    }
}
