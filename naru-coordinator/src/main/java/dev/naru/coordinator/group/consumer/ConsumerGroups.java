package dev.naru.coordinator.group.consumer;

import dev.naru.coordinator.group.ClientInfo;
import dev.naru.coordinator.group.Group;
import dev.naru.coordinator.group.GroupConfig;
import dev.naru.coordinator.group.GroupKind;
import dev.naru.coordinator.group.Groups;
import dev.naru.coordinator.group.Outcome;
import dev.naru.coordinator.group.Reply;
import dev.naru.coordinator.group.StepSize;
import dev.naru.coordinator.group.classic.ClassicGroups;
import dev.naru.coordinator.group.classic.ClassicRecords;
import dev.naru.coordinator.runtime.CoordinatorRecord;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.RecordOrigin;
import dev.naru.coordinator.runtime.ShardTimers;
import dev.naru.metadata.ClusterImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.group.GroupRecordType;
import dev.naru.protocol.message.ConsumerGroupDescribeResponse.DescribedGroup;
import dev.naru.protocol.message.ConsumerGroupHeartbeatRequest;
import dev.naru.protocol.message.ConsumerGroupHeartbeatResponse;
import dev.naru.protocol.message.HeartbeatRequest;
import dev.naru.protocol.message.HeartbeatResponse;
import dev.naru.protocol.message.JoinGroupRequest;
import dev.naru.protocol.message.JoinGroupResponse;
import dev.naru.protocol.message.LeaveGroupRequest;
import dev.naru.protocol.message.LeaveGroupResponse;
import dev.naru.protocol.message.SyncGroupRequest;
import dev.naru.protocol.message.SyncGroupResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer groups of one shard: where their requests and records come in, and where time and topics that change are
 * noticed.
 *
 * <p>Threading: confined to the shard's loop; while loading, {@link #replay} to the thread that loads.
 */
public final class ConsumerGroups implements GroupKind {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConsumerGroups.class);

    private final Groups groups;
    private final ClassicGroups classicGroups;
    private final ShardTimers timers;
    private final Supplier<ClusterImage> image;
    private final Rebalance rebalance;
    private final RegexIndex regexes;
    private final Heartbeats heartbeats;
    private final Migration migration;
    private final ClassicMembers classicMembers;
    private final Map<String, GroupDeadlines> deadlines = new HashMap<>();
    /** The cluster that the groups were last looked at for. */
    private ClusterImage seen = ClusterImage.EMPTY;

    /** No groups yet; those that records tell of are put into {@code groups}. */
    public ConsumerGroups(
            Groups groups,
            ClassicGroups classicGroups,
            ShardTimers timers,
            GroupConfig.Consumer config,
            Supplier<ClusterImage> image,
            RandomGenerator random) {
        this.groups = groups;
        this.classicGroups = classicGroups;
        this.timers = timers;
        this.image = image;
        this.rebalance = new Rebalance(image, config, timers);
        this.regexes = new RegexIndex(timers, image, this::refreshSoon);
        this.heartbeats = new Heartbeats(this, rebalance, regexes, random);
        this.migration = new Migration(config.migration(), classicGroups, timers, image);
        this.classicMembers = new ClassicMembers(this, rebalance, random);
    }

    /** Decides a heartbeat. */
    public Decision<ConsumerGroupHeartbeatResponse> heartbeat(
            ClientInfo client, ConsumerGroupHeartbeatRequest request) {
        return heartbeats.decide(client, request);
    }

    /** Describes a group of this type; one that is of another, or not there, with an error. */
    public DescribedGroup describe(String groupId) {
        Group group = groups.find(groupId);
        return group instanceof ConsumerGroup known
                ? Description.of(known, rebalance.assignor(known.state()).name(), image.get())
                : Description.missing(groupId, group != null);
    }

    /** A draft of a group that must be there. */
    GroupDraft open(String groupId, Outcome outcome, String asWhat) throws RefusedException {
        if (groups.find(groupId) instanceof ConsumerGroup group) {
            return new GroupDraft(groupId, group.state(), outcome, nowMs());
        }
        throw new RefusedException(ErrorCode.GROUP_ID_NOT_FOUND, asWhat + " " + groupId + " not found.");
    }

    /** A draft of a group that is made if it is not there, and taken over from the classic protocol if it can be. */
    GroupDraft openForJoin(String groupId, Outcome outcome) throws RefusedException {
        Group group = groups.find(groupId);
        if (group instanceof ConsumerGroup known) {
            return new GroupDraft(groupId, known.state(), outcome, nowMs());
        }
        GroupDraft draft = new GroupDraft(groupId, ConsumerGroupState.NEW, outcome, nowMs());
        if (group != null) {
            migration.upgrade(group, draft, outcome);
            draft.state().members().forEach(entry -> await(draft, entry.getValue()));
        }
        return draft;
    }

    private long nowMs() {
        return timers.clock().wallMs();
    }

    /** Brings the topics of regular expressions up to date. True if the draft's group now reads other topics. */
    boolean resolveRegexes(GroupDraft draft) {
        boolean changed = false;
        for (Map.Entry<String, Integer> inUse : draft.state().members().regexes()) {
            String regex = inUse.getKey();
            List<String> topics = regexes.find(regex, draft.groupId());
            ResolvedRegex known = draft.state().regexes().get(regex);
            if (topics != null && (known == null || !known.topics().equals(topics))) {
                draft.putRegex(
                        regex, new ResolvedRegex(topics, image.get().position().endOffset(), draft.nowMs()));
                changed = true;
            }
        }
        return changed;
    }

    /** A member of the classic protocol has joined again, as it was called to. */
    void awaitRejoined(GroupDraft draft, ConsumerMember member) {
        deadlines(draft.groupId()).onRevoked(member.memberId());
        await(draft, member);
    }

    /** A member of the classic protocol was called to join again. */
    void awaitRejoin(GroupDraft draft, ConsumerMember member) {
        deadlines(draft.groupId()).awaitRevocation(member.memberId(), member.rebalanceTimeoutMs());
    }

    /** The member has been heard of; notes what is waited for next. */
    void await(GroupDraft draft, ConsumerMember member) {
        String memberId = member.memberId();
        GroupDeadlines waits = deadlines(draft.groupId());
        ClassicJoin classic = member.classic();
        waits.awaitHeartbeat(
                memberId,
                classic == null ? rebalance.settings(draft.groupId()).sessionTimeoutMs() : classic.sessionTimeoutMs());
        MemberAssignment assignment = draft.state().assignment(memberId);
        if (!assignment
                .pendingRevocation()
                .equals(draft.before().assignment(memberId).pendingRevocation())) {
            waits.onRevoked(memberId);
        }
        if (assignment.state() == MemberState.UNREVOKED_PARTITIONS) {
            waits.awaitRevocation(memberId, member.rebalanceTimeoutMs());
        } else if (classic == null) {
            waits.onRevoked(memberId);
        }
        awaitAssignment(draft);
    }

    private void awaitAssignment(GroupDraft draft) {
        long dueInMs = rebalance.dueInMs(draft);
        if (dueInMs >= 0) {
            deadlines(draft.groupId()).awaitAssignment(dueInMs);
        }
    }

    private GroupDeadlines deadlines(String groupId) {
        return deadlines.computeIfAbsent(groupId, id -> new GroupDeadlines(id, timers, this::onTime));
    }

    /** Members were taken out of the draft: those who stay get what they had, or the group changes its protocol. */
    void onMembersLeft(GroupDraft draft, Outcome outcome) {
        if (migration.canDowngrade(draft.state())) {
            migration.downgrade(draft, outcome);
            return;
        }
        rebalance.onMembersChanged(draft);
        if (draft.state().members().isEmpty()) {
            draft.endTargets(draft.state().target().timestampMs());
            return;
        }
        rebalance.assignIfDue(draft);
        awaitAssignment(draft);
    }

    private Decision<Runnable> onTime(String groupId) {
        if (!(groups.find(groupId) instanceof ConsumerGroup group)) {
            deadlines.remove(groupId);
            return Decision.nothing();
        }
        GroupDeadlines waits = deadlines(groupId);
        Outcome outcome = new Outcome();
        GroupDraft draft = new GroupDraft(groupId, group.state(), outcome, nowMs());
        boolean anyLeft = false;
        boolean hasMore = false;
        for (String memberId : waits.expired()) {
            hasMore = StepSize.isReached(outcome, timers);
            if (hasMore) {
                break;
            }
            if (draft.state().members().containsKey(memberId)) {
                LOGGER.info(
                        "member removed group={} member={} reason={}",
                        groupId,
                        memberId,
                        waits.isSessionOver(memberId) ? "session timed out" : "did not give partitions up in time");
                draft.remove(memberId);
                anyLeft = true;
            }
        }
        waits.onAssigned();
        if (hasMore) {
            // Whoever is gone has no part in the next assignment, so that waits until all of them are out.
            rebalance.onMembersChanged(draft);
            timers.schedule(0, () -> onTime(groupId));
        } else if (anyLeft) {
            onMembersLeft(draft, outcome);
        } else {
            rebalance.assignIfDue(draft);
            awaitAssignment(draft);
        }
        waits.keepOnly(group.state().members()::get);
        return outcome.decision();
    }

    private void refreshSoon(String groupId) {
        timers.schedule(0, () -> refresh(groupId));
    }

    private Decision<Runnable> refresh(String groupId) {
        Outcome outcome = new Outcome();
        if (groups.find(groupId) instanceof ConsumerGroup group && !group.isEmpty()) {
            GroupDraft draft = new GroupDraft(groupId, group.state(), outcome, nowMs());
            if (resolveRegexes(draft)) {
                rebalance.onMembersChanged(draft);
            } else {
                rebalance.onTopicsChanged(draft);
            }
            rebalance.assignIfDue(draft);
            awaitAssignment(draft);
        }
        return outcome.decision();
    }

    @Override
    public boolean owns(GroupRecordType type) {
        return ConsumerGroupReplay.owns(type);
    }

    @Override
    public void replay(GroupRecordType type, RecordOrigin origin, CoordinatorRecord record) {
        String groupId = ConsumerGroupReplay.groupId(record.key());
        if (groupId == null) {
            return;
        }
        ConsumerGroup group = groups.find(groupId) instanceof ConsumerGroup known ? known : null;
        if (ConsumerGroupReplay.endsGroup(record)) {
            deadlines.remove(groupId);
            rebalance.forget(groupId);
            if (group != null) {
                groups.remove(group);
            }
            return;
        }
        if (group == null && record.value() != null) {
            group = new ConsumerGroup(groupId);
            groups.put(group);
        }
        if (group != null) {
            group.replay(origin, record);
        }
    }

    @Override
    public void onLoaded() {
        rebalance.onImage();
        for (ConsumerGroup group : all()) {
            group.state().members().forEach(entry -> {
                ConsumerMember member = entry.getValue();
                await(new GroupDraft(group.groupId(), group.state(), new Outcome(), nowMs()), member);
            });
            if (!group.isEmpty()) {
                refreshSoon(group.groupId());
            }
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // images share what has not changed; comparing them by content is dear
    public void onImage(ClusterImage newest, Outcome outcome) {
        if (newest.topics() == seen.topics() && newest.brokers() == seen.brokers()) {
            return;
        }
        seen = newest;
        List<ConsumerGroup> all = all();
        regexes.onImage(newest, Rebalance.regexesInUse(all));
        rebalance.onImage();
        // Each in a decision of its own: all of them together might be more than fits into a batch.
        all.forEach(group -> refreshSoon(group.groupId()));
    }

    private List<ConsumerGroup> all() {
        List<ConsumerGroup> all = new ArrayList<>();
        for (Group group : groups.all()) {
            if (group instanceof ConsumerGroup consumerGroup) {
                all.add(consumerGroup);
            }
        }
        return all;
    }

    @Override
    public Decision<Runnable> join(ClientInfo client, JoinGroupRequest request, Reply<JoinGroupResponse> reply) {
        if (groups.find(request.groupId()) instanceof ConsumerGroup group && group.isEmpty()) {
            return joinInstead(group, client, request, reply);
        }
        return classicMembers.join(client, request, reply);
    }

    /**
     * Nobody is there who speaks the consumer protocol: the name is free for a classic group, if there can be one with this
     * member. It is there once that is written, and then joined; until then nothing has changed.
     */
    private Decision<Runnable> joinInstead(
            ConsumerGroup empty, ClientInfo client, JoinGroupRequest request, Reply<JoinGroupResponse> reply) {
        Outcome outcome = new Outcome();
        ErrorCode error = classicGroups.validateFirst(request);
        if (error != ErrorCode.NONE) {
            outcome.send(reply, reply.failure(error));
            return outcome.decision();
        }
        empty.writeTombstones(outcome);
        outcome.write(ClassicRecords.empty(empty.groupId(), nowMs()));
        outcome.afterCommit(() -> timers.schedule(0, () -> joinWhatIsThere(client, request, reply)));
        return outcome.decision();
    }

    /** Meanwhile the name may be a consumer group's again. */
    private Decision<Runnable> joinWhatIsThere(
            ClientInfo client, JoinGroupRequest request, Reply<JoinGroupResponse> reply) {
        return groups.find(request.groupId()) instanceof ConsumerGroup
                ? join(client, request, reply)
                : classicGroups.join(client, request, reply);
    }

    @Override
    public Decision<Runnable> sync(ClientInfo client, SyncGroupRequest request, Reply<SyncGroupResponse> reply) {
        return classicMembers.sync(request, reply);
    }

    @Override
    public Decision<HeartbeatResponse> heartbeat(ClientInfo client, HeartbeatRequest request) {
        return classicMembers.heartbeat(request);
    }

    @Override
    public Decision<Runnable> leave(ClientInfo client, LeaveGroupRequest request, Reply<LeaveGroupResponse> reply) {
        return classicMembers.leave(request, reply);
    }
}
