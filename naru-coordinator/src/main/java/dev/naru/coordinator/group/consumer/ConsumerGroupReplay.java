package dev.naru.coordinator.group.consumer;

import dev.naru.coordinator.runtime.CoordinatorRecord;
import dev.naru.protocol.PersistedRecord;
import dev.naru.protocol.group.ConsumerGroupCurrentMemberAssignmentKey;
import dev.naru.protocol.group.ConsumerGroupCurrentMemberAssignmentValue;
import dev.naru.protocol.group.ConsumerGroupMemberMetadataKey;
import dev.naru.protocol.group.ConsumerGroupMemberMetadataValue;
import dev.naru.protocol.group.ConsumerGroupMetadataKey;
import dev.naru.protocol.group.ConsumerGroupMetadataValue;
import dev.naru.protocol.group.ConsumerGroupRegularExpressionKey;
import dev.naru.protocol.group.ConsumerGroupRegularExpressionValue;
import dev.naru.protocol.group.ConsumerGroupTargetAssignmentMemberKey;
import dev.naru.protocol.group.ConsumerGroupTargetAssignmentMemberValue;
import dev.naru.protocol.group.ConsumerGroupTargetAssignmentMetadataKey;
import dev.naru.protocol.group.ConsumerGroupTargetAssignmentMetadataValue;
import dev.naru.protocol.group.GroupRecordType;
import org.jspecify.annotations.Nullable;

/**
 * What a record makes of the state of its group. In recovery as in service: nothing else changes a state.
 *
 * <p>Record type 4 carried what the metadata hash says since Kafka 4.1; it is read over.
 *
 * <p>Threading: stateless.
 */
final class ConsumerGroupReplay {
    private ConsumerGroupReplay() {}

    /** True if records of this type are a consumer group's. */
    static boolean owns(GroupRecordType type) {
        return switch (type) {
            case CONSUMER_GROUP_METADATA,
                    CONSUMER_GROUP_PARTITION_METADATA,
                    CONSUMER_GROUP_MEMBER_METADATA,
                    CONSUMER_GROUP_TARGET_ASSIGNMENT_METADATA,
                    CONSUMER_GROUP_TARGET_ASSIGNMENT_MEMBER,
                    CONSUMER_GROUP_CURRENT_MEMBER_ASSIGNMENT,
                    CONSUMER_GROUP_REGULAR_EXPRESSION -> true;
            default -> false;
        };
    }

    /** The group a record belongs to, which must be of a type that {@link #owns} knows; null if it means nothing now. */
    static @Nullable String groupId(PersistedRecord key) {
        if (key instanceof ConsumerGroupMetadataKey group) {
            return group.groupId();
        }
        if (key instanceof ConsumerGroupMemberMetadataKey member) {
            return member.groupId();
        }
        if (key instanceof ConsumerGroupTargetAssignmentMetadataKey target) {
            return target.groupId();
        }
        if (key instanceof ConsumerGroupTargetAssignmentMemberKey target) {
            return target.groupId();
        }
        if (key instanceof ConsumerGroupCurrentMemberAssignmentKey assignment) {
            return assignment.groupId();
        }
        return key instanceof ConsumerGroupRegularExpressionKey regex ? regex.groupId() : null;
    }

    /** True if after this record there is no such group. */
    static boolean endsGroup(CoordinatorRecord record) {
        return record.key() instanceof ConsumerGroupMetadataKey && record.value() == null;
    }

    static ConsumerGroupState replay(ConsumerGroupState state, CoordinatorRecord record, long timestampMs) {
        PersistedRecord key = record.key();
        PersistedRecord value = record.value();
        if (key instanceof ConsumerGroupMetadataKey) {
            return replayGroup(state, (ConsumerGroupMetadataValue) value, timestampMs);
        }
        if (key instanceof ConsumerGroupMemberMetadataKey member) {
            String id = member.memberId();
            return state.withMember(
                    id,
                    value == null
                            ? null
                            : ConsumerGroupRecords.readMember(id, (ConsumerGroupMemberMetadataValue) value));
        }
        if (key instanceof ConsumerGroupTargetAssignmentMetadataKey) {
            return replayTarget(state, (ConsumerGroupTargetAssignmentMetadataValue) value);
        }
        if (key instanceof ConsumerGroupTargetAssignmentMemberKey member) {
            return state.withTarget(
                    member.memberId(),
                    value == null
                            ? null
                            : ConsumerGroupRecords.readTarget((ConsumerGroupTargetAssignmentMemberValue) value));
        }
        if (key instanceof ConsumerGroupCurrentMemberAssignmentKey member) {
            return state.withAssignment(
                    member.memberId(),
                    value == null
                            ? null
                            : ConsumerGroupRecords.readAssignment((ConsumerGroupCurrentMemberAssignmentValue) value));
        }
        if (key instanceof ConsumerGroupRegularExpressionKey regex) {
            return state.withRegex(
                    regex.regularExpression(),
                    value == null ? null : ConsumerGroupRecords.readRegex((ConsumerGroupRegularExpressionValue) value));
        }
        return state;
    }

    private static ConsumerGroupState replayGroup(
            ConsumerGroupState state, @Nullable ConsumerGroupMetadataValue value, long timestampMs) {
        return value == null
                ? state
                : state.with(new ConsumerGroupState.GroupEpoch(value.epoch(), value.metadataHash(), timestampMs));
    }

    private static ConsumerGroupState replayTarget(
            ConsumerGroupState state, @Nullable ConsumerGroupTargetAssignmentMetadataValue value) {
        return value == null
                ? state.with(ConsumerGroupState.NEW.target())
                : state.with(new ConsumerGroupState.Target(value.assignmentEpoch(), value.assignmentTimestamp()));
    }
}
