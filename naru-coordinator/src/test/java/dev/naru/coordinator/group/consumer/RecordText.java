package dev.naru.coordinator.group.consumer;

import dev.naru.common.Uuid;
import dev.naru.coordinator.group.assignor.PartitionSet;
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
import dev.naru.protocol.group.GroupMetadataKey;
import dev.naru.protocol.group.GroupMetadataValue;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Records of groups in a line each, as transcripts show them. */
final class RecordText {
    private final Function<Uuid, String> topicNames;

    RecordText(Function<Uuid, String> topicNames) {
        this.topicNames = topicNames;
    }

    String of(CoordinatorRecord record) {
        PersistedRecord key = record.key();
        PersistedRecord value = record.value();
        String text = value == null ? " gone" : value(value);
        if (key instanceof ConsumerGroupMetadataKey) {
            return "group" + text;
        }
        if (key instanceof ConsumerGroupMemberMetadataKey member) {
            return "member " + member.memberId() + text;
        }
        if (key instanceof ConsumerGroupTargetAssignmentMetadataKey) {
            return "target" + text;
        }
        if (key instanceof ConsumerGroupTargetAssignmentMemberKey member) {
            return "target of " + member.memberId() + text;
        }
        if (key instanceof ConsumerGroupCurrentMemberAssignmentKey member) {
            return "assignment of " + member.memberId() + text;
        }
        if (key instanceof ConsumerGroupRegularExpressionKey regex) {
            return "regex " + regex.regularExpression() + text;
        }
        return key instanceof GroupMetadataKey ? "classic group" + text : key + text;
    }

    private String value(PersistedRecord value) {
        if (value instanceof ConsumerGroupMetadataValue group) {
            return " epoch=" + group.epoch() + (group.metadataHash() == 0 ? " without topics" : "");
        }
        if (value instanceof ConsumerGroupMemberMetadataValue member) {
            return member(member);
        }
        if (value instanceof ConsumerGroupTargetAssignmentMetadataValue target) {
            return " epoch=" + target.assignmentEpoch();
        }
        if (value instanceof ConsumerGroupTargetAssignmentMemberValue target) {
            return " " + of(ConsumerGroupRecords.readTarget(target));
        }
        if (value instanceof ConsumerGroupCurrentMemberAssignmentValue assignment) {
            MemberAssignment read = ConsumerGroupRecords.readAssignment(assignment);
            return " epoch=" + read.previousMemberEpoch() + ">" + read.memberEpoch() + " " + read.state() + " "
                    + of(read.assigned())
                    + (read.pendingRevocation().isEmpty() ? "" : " to give up " + of(read.pendingRevocation()));
        }
        if (value instanceof ConsumerGroupRegularExpressionValue regex) {
            return " = " + regex.topics();
        }
        if (value instanceof GroupMetadataValue group) {
            return " generation=" + group.generation() + " protocol=" + group.protocol() + " members="
                    + group.members().stream().map(member -> member.memberId()).toList();
        }
        return " " + value;
    }

    private static String member(ConsumerGroupMemberMetadataValue member) {
        return " topics=" + member.subscribedTopicNames()
                + (String.valueOf(member.subscribedTopicRegex()).isEmpty()
                        ? ""
                        : " regex=" + member.subscribedTopicRegex())
                + (member.instanceId() == null ? "" : " instance=" + member.instanceId())
                + (member.rackId() == null ? "" : " rack=" + member.rackId())
                + (member.serverAssignor() == null ? "" : " assignor=" + member.serverAssignor())
                + (member.classicMemberMetadata() == null ? "" : " classic");
    }

    String of(PartitionSet partitions) {
        return partitions.isEmpty()
                ? "nothing"
                : partitions.topics().stream()
                        .map(id -> topicNames.apply(id) + Arrays.toString(partitions.of(id)))
                        .collect(Collectors.joining(" "));
    }
}
