package dev.naru.client.admin;

import dev.naru.client.Address;
import dev.naru.client.BrokerException;
import dev.naru.client.cluster.Ask;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Coordinators;
import dev.naru.client.cluster.Failures;
import dev.naru.client.cluster.RequestUnsupportedException;
import dev.naru.client.group.ConsumerProtocol;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.MalformedMessageException;
import dev.naru.protocol.message.ConsumerGroupDescribeRequest;
import dev.naru.protocol.message.ConsumerGroupDescribeResponse;
import dev.naru.protocol.message.DescribeGroupsRequest;
import dev.naru.protocol.message.DescribeGroupsResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Describes a group: asks as for one of the newer protocol, and if the coordinator has none of that kind, or does not know
 * the question, as for a classic one.
 *
 * <p>Threading: confined to the client's loop.
 */
final class GroupDescribeCalls {
    private static final String DEAD = "Dead";

    private final Cluster cluster;
    private final Coordinators coordinators;
    private final int requestMs;

    GroupDescribeCalls(Cluster cluster, Coordinators coordinators) {
        this.cluster = cluster;
        this.coordinators = coordinators;
        this.requestMs = cluster.config().timeouts().requestMs();
    }

    CompletableFuture<GroupDescription> describe(String groupId) {
        return cluster.retries()
                .call(
                        "describing group " + groupId,
                        () -> coordinators
                                .locate(groupId)
                                .thenCompose(coordinator -> asConsumer(groupId, coordinator)
                                        .<@Nullable GroupDescription>handle((description, failure) -> {
                                            if (failure != null && !isOtherKind(failure)) {
                                                throw Failures.asClientException(failure);
                                            }
                                            return description;
                                        })
                                        .thenCompose(description -> description == null
                                                ? asClassic(groupId, coordinator)
                                                : CompletableFuture.completedFuture(description))));
    }

    private static boolean isOtherKind(Throwable failure) {
        Throwable reason = Failures.unwrap(failure);
        return reason instanceof RequestUnsupportedException
                || (reason instanceof BrokerException refused
                        && (refused.code() == ErrorCode.GROUP_ID_NOT_FOUND
                                || refused.code() == ErrorCode.UNSUPPORTED_VERSION));
    }

    private CompletableFuture<GroupDescription> asConsumer(String groupId, Address coordinator) {
        ConsumerGroupDescribeRequest request = new ConsumerGroupDescribeRequest().groupIds(List.of(groupId));
        Ask<ConsumerGroupDescribeResponse> ask = Ask.of(request, ConsumerGroupDescribeResponse.class, requestMs);
        return coordinators.ask(groupId, ask, response -> {
            ConsumerGroupDescribeResponse.DescribedGroup group = Answers.only(response.groups(), "group " + groupId);
            Answers.check(group.errorCode(), "group " + groupId, group.errorMessage());
            return new GroupDescription(
                    groupId,
                    "consumer",
                    group.groupState(),
                    group.assignorName(),
                    group.groupEpoch(),
                    coordinator,
                    group.members().stream()
                            .map(GroupDescribeCalls::member)
                            .sorted(Comparator.comparing(GroupDescription.Member::memberId))
                            .toList());
        });
    }

    private static GroupDescription.Member member(ConsumerGroupDescribeResponse.Member member) {
        return new GroupDescription.Member(
                member.memberId(),
                GroupCalls.emptyAsNull(member.instanceId()),
                member.clientId(),
                member.clientHost(),
                member.memberEpoch(),
                partitions(member.assignment()),
                partitions(member.targetAssignment()));
    }

    private static Set<TopicPartition> partitions(ConsumerGroupDescribeResponse.Assignment assignment) {
        Set<TopicPartition> partitions = new TreeSet<>();
        assignment
                .topicPartitions()
                .forEach(topic -> topic.partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(topic.topicName(), partition))));
        return partitions;
    }

    private CompletableFuture<GroupDescription> asClassic(String groupId, Address coordinator) {
        DescribeGroupsRequest request = new DescribeGroupsRequest().groups(List.of(groupId));
        Ask<DescribeGroupsResponse> ask = Ask.of(request, DescribeGroupsResponse.class, requestMs);
        return coordinators.ask(groupId, ask, response -> {
            DescribeGroupsResponse.DescribedGroup group = Answers.only(response.groups(), "group " + groupId);
            Answers.check(group.errorCode(), "group " + groupId, group.errorMessage());
            // Brokers before version 6 have no error for it.
            if (group.groupState().equals(DEAD)) {
                throw new BrokerException(ErrorCode.GROUP_ID_NOT_FOUND, "group " + groupId, null);
            }
            return new GroupDescription(
                    groupId,
                    "classic",
                    group.groupState(),
                    group.protocolData(),
                    -1,
                    coordinator,
                    group.members().stream()
                            .map(member -> member(group.protocolType(), member))
                            .sorted(Comparator.comparing(GroupDescription.Member::memberId))
                            .toList());
        });
    }

    private static GroupDescription.Member member(
            String protocolType, DescribeGroupsResponse.DescribedGroupMember member) {
        Set<TopicPartition> assigned = Set.of();
        // Other kinds of groups share out other things than partitions.
        if (protocolType.equals(ConsumerProtocol.PROTOCOL_TYPE)) {
            try {
                assigned = ConsumerProtocol.readAssignment(member.memberAssignment());
            } catch (MalformedMessageException e) {
                throw new BrokerException(
                        ErrorCode.UNKNOWN_SERVER_ERROR,
                        "member " + member.memberId(),
                        "its assignment cannot be read: " + e.getMessage());
            }
        }
        return new GroupDescription.Member(
                member.memberId(),
                GroupCalls.emptyAsNull(member.groupInstanceId()),
                member.clientId(),
                member.clientHost(),
                -1,
                assigned,
                assigned);
    }
}
