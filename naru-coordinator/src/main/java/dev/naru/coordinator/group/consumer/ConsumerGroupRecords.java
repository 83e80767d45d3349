package dev.naru.coordinator.group.consumer;

import dev.naru.common.Uuid;
import dev.naru.coordinator.group.assignor.PartitionSet;
import dev.naru.coordinator.group.classic.MemberProtocol;
import dev.naru.coordinator.runtime.CoordinatorRecord;
import dev.naru.protocol.group.ConsumerGroupCurrentMemberAssignmentKey;
import dev.naru.protocol.group.ConsumerGroupCurrentMemberAssignmentValue;
import dev.naru.protocol.group.ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions;
import dev.naru.protocol.group.ConsumerGroupMemberMetadataKey;
import dev.naru.protocol.group.ConsumerGroupMemberMetadataValue;
import dev.naru.protocol.group.ConsumerGroupMemberMetadataValue.ClassicMemberMetadata;
import dev.naru.protocol.group.ConsumerGroupMemberMetadataValue.ClassicProtocol;
import dev.naru.protocol.group.ConsumerGroupMetadataKey;
import dev.naru.protocol.group.ConsumerGroupMetadataValue;
import dev.naru.protocol.group.ConsumerGroupRegularExpressionKey;
import dev.naru.protocol.group.ConsumerGroupRegularExpressionValue;
import dev.naru.protocol.group.ConsumerGroupTargetAssignmentMemberKey;
import dev.naru.protocol.group.ConsumerGroupTargetAssignmentMemberValue;
import dev.naru.protocol.group.ConsumerGroupTargetAssignmentMetadataKey;
import dev.naru.protocol.group.ConsumerGroupTargetAssignmentMetadataValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The records of a consumer group: what is written, and how it is read back. All of them have version 0.
 *
 * <p>Threading: stateless.
 */
final class ConsumerGroupRecords {
    /** Kafka writes an empty expression for none. */
    private static final String NO_REGEX = "";

    private ConsumerGroupRecords() {}

    static CoordinatorRecord group(String groupId, int epoch, long metadataHash) {
        return CoordinatorRecord.of(
                groupKey(groupId), new ConsumerGroupMetadataValue().epoch(epoch).metadataHash(metadataHash), 0);
    }

    static CoordinatorRecord groupTombstone(String groupId) {
        return CoordinatorRecord.tombstone(groupKey(groupId));
    }

    private static ConsumerGroupMetadataKey groupKey(String groupId) {
        return new ConsumerGroupMetadataKey().groupId(groupId);
    }

    static CoordinatorRecord member(String groupId, ConsumerMember member) {
        ConsumerMember.Identity identity = member.identity();
        ConsumerMember.Subscription subscription = member.subscription();
        return CoordinatorRecord.of(
                memberKey(groupId, member.memberId()),
                new ConsumerGroupMemberMetadataValue()
                        .instanceId(identity.instanceId())
                        .rackId(identity.rackId())
                        .clientId(identity.clientId())
                        .clientHost(identity.host())
                        .subscribedTopicNames(subscription.topicNames())
                        .subscribedTopicRegex(subscription.regex() == null ? NO_REGEX : subscription.regex())
                        .serverAssignor(subscription.assignor())
                        .rebalanceTimeoutMs(member.rebalanceTimeoutMs())
                        .classicMemberMetadata(classicValue(member.classic())),
                0);
    }

    private static @Nullable ClassicMemberMetadata classicValue(@Nullable ClassicJoin classic) {
        return classic == null
                ? null
                : new ClassicMemberMetadata()
                        .sessionTimeoutMs(classic.sessionTimeoutMs())
                        .supportedProtocols(classic.protocols().stream()
                                .map(protocol -> new ClassicProtocol()
                                        .name(protocol.name())
                                        .metadata(protocol.metadata()))
                                .toList());
    }

    static CoordinatorRecord memberTombstone(String groupId, String memberId) {
        return CoordinatorRecord.tombstone(memberKey(groupId, memberId));
    }

    private static ConsumerGroupMemberMetadataKey memberKey(String groupId, String memberId) {
        return new ConsumerGroupMemberMetadataKey().groupId(groupId).memberId(memberId);
    }

    static ConsumerMember readMember(String memberId, ConsumerGroupMemberMetadataValue value) {
        return new ConsumerMember(
                memberId,
                new ConsumerMember.Identity(value.instanceId(), value.rackId(), value.clientId(), value.clientHost()),
                new ConsumerMember.Subscription(
                        List.copyOf(new TreeSet<>(value.subscribedTopicNames())),
                        blankIsNull(value.subscribedTopicRegex()),
                        blankIsNull(value.serverAssignor())),
                value.rebalanceTimeoutMs(),
                readClassic(value.classicMemberMetadata()));
    }

    private static @Nullable String blankIsNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** Without protocols it is what stands for a field that was not written. */
    private static @Nullable ClassicJoin readClassic(@Nullable ClassicMemberMetadata value) {
        return value == null || value.supportedProtocols().isEmpty()
                ? null
                : new ClassicJoin(
                        value.sessionTimeoutMs(),
                        value.supportedProtocols().stream()
                                .map(protocol -> new MemberProtocol(protocol.name(), protocol.metadata()))
                                .toList());
    }

    static CoordinatorRecord target(String groupId, int epoch, long timestampMs) {
        return CoordinatorRecord.of(
                new ConsumerGroupTargetAssignmentMetadataKey().groupId(groupId),
                new ConsumerGroupTargetAssignmentMetadataValue()
                        .assignmentEpoch(epoch)
                        .assignmentTimestamp(timestampMs),
                0);
    }

    static CoordinatorRecord targetTombstone(String groupId) {
        return CoordinatorRecord.tombstone(new ConsumerGroupTargetAssignmentMetadataKey().groupId(groupId));
    }

    static CoordinatorRecord memberTarget(String groupId, String memberId, PartitionSet partitions) {
        List<ConsumerGroupTargetAssignmentMemberValue.TopicPartition> topics = new ArrayList<>();
        for (Uuid topicId : partitions.topics()) {
            topics.add(new ConsumerGroupTargetAssignmentMemberValue.TopicPartition()
                    .topicId(topicId)
                    .partitions(numbers(partitions, topicId)));
        }
        return CoordinatorRecord.of(
                memberTargetKey(groupId, memberId),
                new ConsumerGroupTargetAssignmentMemberValue().topicPartitions(topics),
                0);
    }

    static CoordinatorRecord memberTargetTombstone(String groupId, String memberId) {
        return CoordinatorRecord.tombstone(memberTargetKey(groupId, memberId));
    }

    private static ConsumerGroupTargetAssignmentMemberKey memberTargetKey(String groupId, String memberId) {
        return new ConsumerGroupTargetAssignmentMemberKey().groupId(groupId).memberId(memberId);
    }

    static PartitionSet readTarget(ConsumerGroupTargetAssignmentMemberValue value) {
        PartitionSet.Builder partitions = new PartitionSet.Builder();
        value.topicPartitions().forEach(topic -> partitions.addAll(topic.topicId(), topic.partitions()));
        return partitions.build();
    }

    static CoordinatorRecord assignment(String groupId, String memberId, MemberAssignment assignment) {
        return CoordinatorRecord.of(
                assignmentKey(groupId, memberId),
                new ConsumerGroupCurrentMemberAssignmentValue()
                        .memberEpoch(assignment.memberEpoch())
                        .previousMemberEpoch(assignment.previousMemberEpoch())
                        .state(assignment.state().id())
                        .assignedPartitions(topicPartitions(assignment.assigned(), assignment.epochs()))
                        .partitionsPendingRevocation(
                                topicPartitions(assignment.pendingRevocation(), assignment.epochs())),
                0);
    }

    private static List<TopicPartitions> topicPartitions(PartitionSet partitions, AssignmentEpochs epochs) {
        List<TopicPartitions> topics = new ArrayList<>();
        for (Uuid topicId : partitions.topics()) {
            topics.add(new TopicPartitions()
                    .topicId(topicId)
                    .partitions(numbers(partitions, topicId))
                    .assignmentEpochs(Arrays.stream(partitions.of(topicId))
                            .mapToObj(partition -> epochs.of(topicId, partition))
                            .toList()));
        }
        return topics;
    }

    private static List<Integer> numbers(PartitionSet partitions, Uuid topicId) {
        return Arrays.stream(partitions.of(topicId)).boxed().toList();
    }

    static CoordinatorRecord assignmentTombstone(String groupId, String memberId) {
        return CoordinatorRecord.tombstone(assignmentKey(groupId, memberId));
    }

    private static ConsumerGroupCurrentMemberAssignmentKey assignmentKey(String groupId, String memberId) {
        return new ConsumerGroupCurrentMemberAssignmentKey().groupId(groupId).memberId(memberId);
    }

    static MemberAssignment readAssignment(ConsumerGroupCurrentMemberAssignmentValue value) {
        SortedMap<Uuid, SortedMap<Integer, Integer>> epochs = new TreeMap<>();
        return new MemberAssignment(
                value.memberEpoch(),
                value.previousMemberEpoch(),
                MemberState.ofId(value.state()),
                readPartitions(value.assignedPartitions(), value.memberEpoch(), epochs),
                readPartitions(value.partitionsPendingRevocation(), value.memberEpoch(), epochs),
                AssignmentEpochs.copyOf(epochs));
    }

    /** Kafka before 4.3 did not write epochs; then the member's own is the only one that counts. */
    private static PartitionSet readPartitions(
            List<TopicPartitions> topics, int memberEpoch, SortedMap<Uuid, SortedMap<Integer, Integer>> epochs) {
        PartitionSet.Builder partitions = new PartitionSet.Builder();
        for (TopicPartitions topic : topics) {
            partitions.addAll(topic.topicId(), topic.partitions());
            List<Integer> written = topic.assignmentEpochs();
            SortedMap<Integer, Integer> ofTopic = epochs.computeIfAbsent(topic.topicId(), id -> new TreeMap<>());
            for (int index = 0; index < topic.partitions().size(); index++) {
                int epoch = written == null || written.size() <= index ? memberEpoch : written.get(index);
                ofTopic.put(topic.partitions().get(index), epoch);
            }
        }
        return partitions.build();
    }

    static CoordinatorRecord regex(String groupId, String regex, ResolvedRegex resolved) {
        return CoordinatorRecord.of(
                regexKey(groupId, regex),
                new ConsumerGroupRegularExpressionValue()
                        .topics(resolved.topics())
                        .version(resolved.version())
                        .timestamp(resolved.timestampMs()),
                0);
    }

    static CoordinatorRecord regexTombstone(String groupId, String regex) {
        return CoordinatorRecord.tombstone(regexKey(groupId, regex));
    }

    private static ConsumerGroupRegularExpressionKey regexKey(String groupId, String regex) {
        return new ConsumerGroupRegularExpressionKey().groupId(groupId).regularExpression(regex);
    }

    static ResolvedRegex readRegex(ConsumerGroupRegularExpressionValue value) {
        return new ResolvedRegex(List.copyOf(new TreeSet<>(value.topics())), value.version(), value.timestamp());
    }
}
