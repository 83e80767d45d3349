package dev.naru.coordinator.group.offset;

import dev.naru.coordinator.group.Group;
import dev.naru.coordinator.group.GroupConfig;
import dev.naru.coordinator.group.Groups;
import dev.naru.coordinator.group.Outcome;
import dev.naru.coordinator.runtime.Decision;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.coordinator.runtime.ShardTimers;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.group.OffsetCommitValue;
import dev.naru.protocol.message.OffsetCommitRequest;
import dev.naru.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import dev.naru.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import dev.naru.protocol.message.OffsetCommitResponse;
import dev.naru.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import dev.naru.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import dev.naru.protocol.message.TxnOffsetCommitRequest;
import dev.naru.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition;
import dev.naru.protocol.message.TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic;
import dev.naru.protocol.message.TxnOffsetCommitResponse;
import dev.naru.protocol.message.TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition;
import dev.naru.protocol.message.TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides OffsetCommit and TxnOffsetCommit. The group says whether the client may; whether the topics exist, and what their
 * ids are, has been found out before.
 *
 * <p>Threading: confined to the shard's loop.
 */
public final class OffsetCommits {
    /** From these versions on clients know that a group can be missing, and a member epoch stale (KIP-848). */
    private static final short NEW_ERRORS_SINCE = 9;

    private static final short NEW_TRANSACTIONAL_ERRORS_SINCE = 6;
    private static final long BROKERS_RETENTION = -1;

    private final Groups groups;
    private final GroupConfig.CommittedOffsets config;
    private final ShardTimers timers;

    /** Commits offsets of these groups. */
    public OffsetCommits(Groups groups, GroupConfig.CommittedOffsets config, ShardTimers timers) {
        this.groups = groups;
        this.config = config;
        this.timers = timers;
    }

    /** Decides an OffsetCommit of this version. */
    public Decision<OffsetCommitResponse> commit(OffsetCommitRequest request, short version) {
        Outcome outcome = new Outcome();
        ErrorCode groupError = validate(
                request.groupId(),
                group -> group.validateOffsetCommit(
                        request.memberId(),
                        request.groupInstanceId(),
                        request.generationIdOrMemberEpoch(),
                        false,
                        version),
                request.generationIdOrMemberEpoch(),
                version >= NEW_ERRORS_SINCE);
        Group group = groups.find(request.groupId());
        if (groupError == ErrorCode.NONE && group != null) {
            group.onOffsetCommit(request.memberId());
        }
        Commit commit = new Commit(groupError, request.memberId(), request.generationIdOrMemberEpoch(), outcome);
        long nowMs = timers.clock().wallMs();
        long expiryMs = request.retentionTimeMs() == BROKERS_RETENTION ? -1 : nowMs + request.retentionTimeMs();
        List<OffsetCommitResponseTopic> topics = new ArrayList<>();
        for (OffsetCommitRequestTopic topic : request.topics()) {
            List<OffsetCommitResponsePartition> partitions = new ArrayList<>();
            for (OffsetCommitRequestPartition partition : topic.partitions()) {
                ErrorCode error = commit.write(
                        new OffsetKey(request.groupId(), topic.name(), partition.partitionIndex()),
                        new OffsetCommitValue()
                                .offset(partition.committedOffset())
                                .leaderEpoch(partition.committedLeaderEpoch())
                                .metadata(text(partition.committedMetadata()))
                                .commitTimestamp(nowMs)
                                .expireTimestamp(expiryMs)
                                .topicId(topic.topicId()));
                partitions.add(new OffsetCommitResponsePartition()
                        .partitionIndex(partition.partitionIndex())
                        .errorCode(error.code()));
            }
            topics.add(new OffsetCommitResponseTopic()
                    .name(topic.name())
                    .topicId(topic.topicId())
                    .partitions(partitions));
        }
        return outcome.decision(new OffsetCommitResponse().topics(topics));
    }

    /** Decides a TxnOffsetCommit of this version; the offsets count once the producer's transaction is committed. */
    public Decision<TxnOffsetCommitResponse> commit(TxnOffsetCommitRequest request, short version) {
        Outcome outcome = new Outcome();
        ErrorCode groupError = request.groupId().isEmpty()
                ? ErrorCode.INVALID_GROUP_ID
                : validate(
                        request.groupId(),
                        group -> group.validateOffsetCommit(
                                request.memberId(),
                                request.groupInstanceId(),
                                request.generationIdOrMemberEpoch(),
                                true,
                                version),
                        request.generationIdOrMemberEpoch(),
                        version >= NEW_TRANSACTIONAL_ERRORS_SINCE);
        Commit commit = new Commit(groupError, request.memberId(), request.generationIdOrMemberEpoch(), outcome);
        long nowMs = timers.clock().wallMs();
        List<TxnOffsetCommitResponseTopic> topics = new ArrayList<>();
        for (TxnOffsetCommitRequestTopic topic : request.topics()) {
            List<TxnOffsetCommitResponsePartition> partitions = new ArrayList<>();
            for (TxnOffsetCommitRequestPartition partition : topic.partitions()) {
                ErrorCode error = commit.write(
                        new OffsetKey(request.groupId(), topic.name(), partition.partitionIndex()),
                        new OffsetCommitValue()
                                .offset(partition.committedOffset())
                                .leaderEpoch(partition.committedLeaderEpoch())
                                .metadata(text(partition.committedMetadata()))
                                .commitTimestamp(nowMs)
                                .topicId(topic.topicId()));
                partitions.add(new TxnOffsetCommitResponsePartition()
                        .partitionIndex(partition.partitionIndex())
                        .errorCode(understood(error, version).code()));
            }
            topics.add(new TxnOffsetCommitResponseTopic()
                    .name(topic.name())
                    .topicId(topic.topicId())
                    .partitions(partitions));
        }
        ProducerIdentity producer = new ProducerIdentity(request.producerId(), request.producerEpoch());
        return outcome.decision(new TxnOffsetCommitResponse().topics(topics), producer);
    }

    /** To clients that know of no epochs a member's one is a generation; any other error would be their producer's end. */
    private static ErrorCode understood(ErrorCode error, short version) {
        return error == ErrorCode.STALE_MEMBER_EPOCH && version < NEW_TRANSACTIONAL_ERRORS_SINCE
                ? ErrorCode.ILLEGAL_GENERATION
                : error;
    }

    private interface Validation {
        ErrorCode of(Group group);
    }

    private ErrorCode validate(
            String groupId, Validation validation, int generationIdOrMemberEpoch, boolean knowsNewErrors) {
        Group group = groups.find(groupId);
        if (group == null) {
            if (generationIdOrMemberEpoch < 0) {
                // Somebody who is no member of anything; the record makes the group.
                return ErrorCode.NONE;
            }
            return knowsNewErrors ? ErrorCode.GROUP_ID_NOT_FOUND : ErrorCode.ILLEGAL_GENERATION;
        }
        return validation.of(group);
    }

    /** What one request commits, by the same member and with the group's same answer. */
    private final class Commit {
        private final ErrorCode groupError;
        private final String memberId;
        private final int memberEpoch;
        private final Outcome outcome;

        Commit(ErrorCode groupError, String memberId, int memberEpoch, Outcome outcome) {
            this.groupError = groupError;
            this.memberId = memberId;
            this.memberEpoch = memberEpoch;
            this.outcome = outcome;
        }

        /** Writes one offset, or says why not. */
        ErrorCode write(OffsetKey key, OffsetCommitValue value) {
            if (groupError != ErrorCode.NONE) {
                return groupError;
            }
            Group group = groups.find(key.groupId());
            ErrorCode error = group == null
                    ? ErrorCode.NONE
                    : group.validateOffsetCommit(memberId, memberEpoch, value.topicId(), key.partition());
            if (error != ErrorCode.NONE) {
                return error;
            }
            if (value.metadata().length() > config.metadataSizeMax()) {
                return ErrorCode.OFFSET_METADATA_TOO_LARGE;
            }
            outcome.write(OffsetRecords.commit(key, value));
            return ErrorCode.NONE;
        }
    }

    private static String text(@Nullable String metadata) {
        return metadata == null ? "" : metadata;
    }
}
