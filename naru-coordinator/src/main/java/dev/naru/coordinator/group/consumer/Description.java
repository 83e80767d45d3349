package dev.naru.coordinator.group.consumer;

import dev.naru.common.Uuid;
import dev.naru.coordinator.group.assignor.PartitionSet;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.ConsumerGroupDescribeResponse.Assignment;
import dev.naru.protocol.message.ConsumerGroupDescribeResponse.DescribedGroup;
import dev.naru.protocol.message.ConsumerGroupDescribeResponse.Member;
import dev.naru.protocol.message.ConsumerGroupDescribeResponse.TopicPartitions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A group in the words of ConsumerGroupDescribe. Partitions of topics that are gone are left out.
 *
 * <p>Threading: stateless.
 */
final class Description {
    private static final byte CLASSIC_MEMBER = 0;
    private static final byte CONSUMER_MEMBER = 1;

    private Description() {}

    static DescribedGroup of(ConsumerGroup group, String assignorName, ClusterImage image) {
        ConsumerGroupState state = group.state();
        List<Member> members = new ArrayList<>();
        state.members().forEach(entry -> members.add(member(state, entry.getValue(), image)));
        return new DescribedGroup()
                .groupId(group.groupId())
                .groupState(group.stateName())
                .groupEpoch(state.epoch().number())
                .assignmentEpoch(state.target().epoch())
                .assignorName(assignorName)
                .members(members);
    }

    /** What is said instead. */
    static DescribedGroup missing(String groupId, boolean isOfAnotherType) {
        return new DescribedGroup()
                .groupId(groupId)
                .errorCode(ErrorCode.GROUP_ID_NOT_FOUND.code())
                .errorMessage("Group " + groupId + (isOfAnotherType ? " is not a consumer group." : " not found."));
    }

    private static Member member(ConsumerGroupState state, ConsumerMember member, ClusterImage image) {
        ConsumerMember.Identity identity = member.identity();
        String regex = member.subscription().regex();
        MemberAssignment assignment = state.assignment(member.memberId());
        return new Member()
                .memberId(member.memberId())
                .instanceId(identity.instanceId())
                .rackId(identity.rackId())
                .memberEpoch(assignment.memberEpoch())
                .clientId(identity.clientId())
                .clientHost(identity.host())
                .subscribedTopicNames(member.subscription().topicNames())
                .subscribedTopicRegex(regex == null ? "" : regex)
                .assignment(assignment(assignment.reserved(), image))
                .targetAssignment(assignment(state.target(member.memberId()), image))
                .memberType(member.isClassic() ? CLASSIC_MEMBER : CONSUMER_MEMBER);
    }

    private static Assignment assignment(PartitionSet partitions, ClusterImage image) {
        List<TopicPartitions> topics = new ArrayList<>();
        for (Uuid topicId : partitions.topics()) {
            TopicImage topic = image.topics().get(topicId);
            if (topic != null) {
                topics.add(new TopicPartitions()
                        .topicId(topicId)
                        .topicName(topic.name())
                        .partitions(
                                Arrays.stream(partitions.of(topicId)).boxed().toList()));
            }
        }
        return new Assignment().topicPartitions(topics);
    }
}
