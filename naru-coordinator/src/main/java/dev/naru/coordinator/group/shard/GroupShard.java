package dev.naru.coordinator.group.shard;

import dev.naru.coordinator.group.ClassicProtocol;
import dev.naru.coordinator.group.ClientInfo;
import dev.naru.coordinator.group.Group;
import dev.naru.coordinator.group.GroupConfig;
import dev.naru.coordinator.group.GroupKind;
import dev.naru.coordinator.group.GroupType;
import dev.naru.coordinator.group.Groups;
import dev.naru.coordinator.group.Outcome;
import dev.naru.coordinator.group.Replies;
import dev.naru.coordinator.group.Reply;
import dev.naru.coordinator.group.classic.ClassicGroups;
import dev.naru.coordinator.group.consumer.ConsumerGroups;
import dev.naru.coordinator.group.offset.DeletedTopics;
import dev.naru.coordinator.group.offset.OffsetCommits;
import dev.naru.coordinator.group.offset.OffsetDeletions;
import dev.naru.coordinator.group.offset.OffsetExpiry;
import dev.naru.coordinator.group.offset.OffsetFetches;
import dev.naru.coordinator.group.offset.Offsets;
import dev.naru.coordinator.runtime.CoordinatorRecord;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.RecordOrigin;
import dev.naru.coordinator.runtime.ShardState;
import dev.naru.coordinator.runtime.ShardTimers;
import dev.naru.coordinator.runtime.TransactionEnd;
import dev.naru.metadata.ClusterImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.group.GroupRecordType;
import dev.naru.protocol.group.LegacyOffsetCommitKey;
import dev.naru.protocol.group.LegacyOffsetCommitValue;
import dev.naru.protocol.group.OffsetCommitKey;
import dev.naru.protocol.group.OffsetCommitValue;
import dev.naru.protocol.message.HeartbeatRequest;
import dev.naru.protocol.message.HeartbeatResponse;
import dev.naru.protocol.message.JoinGroupRequest;
import dev.naru.protocol.message.JoinGroupResponse;
import dev.naru.protocol.message.LeaveGroupRequest;
import dev.naru.protocol.message.LeaveGroupResponse;
import dev.naru.protocol.message.SyncGroupRequest;
import dev.naru.protocol.message.SyncGroupResponse;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The groups and committed offsets in one partition of {@code __consumer_offsets}.
 *
 * <p>Each record goes to the part that owns its type, each request of the classic protocol to the kind of group that has its
 * name; a name that nobody has becomes a classic group. Offsets belong to a group by its name alone, so they outlive its
 * change from one protocol to the other.
 *
 * <p>Threading: confined to the shard's loop; while loading, to the thread that loads.
 */
public final class GroupShard implements ShardState {
    private final Groups groups = new Groups();
    private final Offsets offsets = new Offsets();
    private final Replies replies = new Replies();
    private final Map<GroupType, GroupKind> kinds = new EnumMap<>(GroupType.class);
    private final ClassicGroups classic;
    private final ConsumerGroups consumer;
    private final OffsetCommits commits;
    private final OffsetFetches fetches;
    private final OffsetDeletions deletions;
    private final OffsetExpiry expiry;
    private final DeletedTopics deletedTopics;
    private final GroupAdministration administration;
    private final Supplier<ClusterImage> image;

    /** A shard without groups. */
    public GroupShard(ShardTimers timers, GroupConfig config, Supplier<ClusterImage> image, RandomGenerator random) {
        this.image = image;
        this.classic = new ClassicGroups(groups, timers, config.classic(), random);
        this.commits = new OffsetCommits(groups, config.offsets(), timers);
        this.fetches = new OffsetFetches(groups, offsets);
        this.deletions = new OffsetDeletions(groups, offsets);
        this.expiry = new OffsetExpiry(groups, offsets, config.offsets(), timers);
        this.deletedTopics = new DeletedTopics(offsets, timers);
        this.administration = new GroupAdministration(groups, deletions, timers);
        this.consumer = new ConsumerGroups(groups, classic, timers, config.consumer(), image, random);
        kinds.put(GroupType.CLASSIC, classic);
        kinds.put(GroupType.CONSUMER, consumer);
    }

    /** Decides a JoinGroup; {@code target} gets the response, perhaps much later. */
    public Decision<Runnable> join(ClientInfo client, JoinGroupRequest request, Consumer<JoinGroupResponse> target) {
        Reply<JoinGroupResponse> reply = replies.owe(
                target,
                error -> new JoinGroupResponse().memberId(request.memberId()).errorCode(error.code()));
        ErrorCode error = classic.validate(request);
        if (error != ErrorCode.NONE) {
            Outcome outcome = new Outcome();
            outcome.send(reply, reply.failure(error));
            return outcome.decision();
        }
        return protocolOf(request.groupId()).join(client, request, reply);
    }

    /** Decides a SyncGroup; {@code target} gets the response, perhaps much later. */
    public Decision<Runnable> sync(ClientInfo client, SyncGroupRequest request, Consumer<SyncGroupResponse> target) {
        return protocolOf(request.groupId())
                .sync(client, request, replies.owe(target, error -> new SyncGroupResponse().errorCode(error.code())));
    }

    /** Decides a Heartbeat. */
    public Decision<HeartbeatResponse> heartbeat(ClientInfo client, HeartbeatRequest request) {
        return protocolOf(request.groupId()).heartbeat(client, request);
    }

    /** Decides a LeaveGroup. */
    public Decision<Runnable> leave(ClientInfo client, LeaveGroupRequest request, Consumer<LeaveGroupResponse> target) {
        return protocolOf(request.groupId())
                .leave(client, request, replies.owe(target, error -> new LeaveGroupResponse().errorCode(error.code())));
    }

    /** The request whose response {@code target} gets was refused: it is answered, and nothing is owed to it. */
    public void onRefused(Consumer<?> target) {
        replies.forget(target);
    }

    /** How many responses are owed. */
    int owedCount() {
        return replies.count();
    }

    private ClassicProtocol protocolOf(String groupId) {
        Group group = groups.find(groupId);
        GroupKind kind = group == null ? null : kinds.get(group.type());
        return kind == null ? classic : kind;
    }

    /** Groups of the consumer protocol. */
    public ConsumerGroups consumer() {
        return consumer;
    }

    /** Commits offsets. */
    public OffsetCommits commits() {
        return commits;
    }

    /** Reads committed offsets. */
    public OffsetFetches fetches() {
        return fetches;
    }

    /** Deletes committed offsets. */
    public OffsetDeletions deletions() {
        return deletions;
    }

    /** Lists, describes and deletes groups. */
    public GroupAdministration administration() {
        return administration;
    }

    /** The cluster has changed. */
    public Decision<Runnable> onImage(ClusterImage changed) {
        Outcome outcome = new Outcome();
        deletedTopics.onImage(changed);
        kinds.values().forEach(kind -> kind.onImage(changed, outcome));
        return outcome.decision();
    }

    @Override
    public void replay(RecordOrigin origin, CoordinatorRecord record) {
        GroupRecordType type = GroupRecordType.byId(record.key().recordType());
        if (type == GroupRecordType.OFFSET_COMMIT) {
            replayOffset(origin, (OffsetCommitKey) record.key(), (OffsetCommitValue) record.value());
        } else if (type == GroupRecordType.LEGACY_OFFSET_COMMIT) {
            LegacyOffsetCommitKey key = (LegacyOffsetCommitKey) record.key();
            replayOffset(
                    origin,
                    new OffsetCommitKey().group(key.group()).topic(key.topic()).partition(key.partition()),
                    modern(record.value()));
        } else if (type != null) {
            for (GroupKind kind : kinds.values()) {
                if (kind.owns(type)) {
                    kind.replay(type, origin, record);
                }
            }
        }
    }

    /** Kafka before 0.8.2 wrote offsets under another key. */
    private static @Nullable OffsetCommitValue modern(@Nullable PersistedRecord value) {
        if (!(value instanceof LegacyOffsetCommitValue legacy)) {
            return null;
        }
        return new OffsetCommitValue()
                .offset(legacy.offset())
                .metadata(legacy.metadata())
                .commitTimestamp(legacy.commitTimestamp());
    }

    private void replayOffset(RecordOrigin origin, OffsetCommitKey key, @Nullable OffsetCommitValue value) {
        if (value != null && groups.find(key.group()) == null) {
            classic.addSimple(key.group());
        }
        offsets.replay(origin, key, value);
    }

    @Override
    public void replayEnd(long offset, TransactionEnd end) {
        offsets.replayEnd(end);
    }

    @Override
    public void onLoaded() {
        kinds.values().forEach(GroupKind::onLoaded);
        deletedTopics.start(image.get());
        expiry.start();
    }

    @Override
    public void onUnloaded() {
        replies.failAll(ErrorCode.NOT_COORDINATOR);
    }

    @Override
    public String dump() {
        StringBuilder text = new StringBuilder();
        groups.all().stream().map(Group::dump).sorted().forEach(text::append);
        return text.append(offsets.dump()).toString();
    }
}
