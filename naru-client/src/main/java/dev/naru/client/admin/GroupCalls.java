package dev.naru.client.admin;

import dev.naru.client.Address;
import dev.naru.client.BrokerException;
import dev.naru.client.CommittedOffset;
import dev.naru.client.GroupMembership;
import dev.naru.client.cluster.Ask;
import dev.naru.client.cluster.BrokerNode;
import dev.naru.client.cluster.Cluster;
import dev.naru.client.cluster.Coordinators;
import dev.naru.client.cluster.OffsetMessages;
import dev.naru.client.cluster.TopicIds;
import dev.naru.common.TopicPartition;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.DeleteGroupsRequest;
import dev.naru.protocol.message.DeleteGroupsResponse;
import dev.naru.protocol.message.ListGroupsRequest;
import dev.naru.protocol.message.ListGroupsResponse;
import dev.naru.protocol.message.OffsetCommitResponse;
import dev.naru.protocol.message.OffsetDeleteRequest;
import dev.naru.protocol.message.OffsetDeleteResponse;
import dev.naru.protocol.message.OffsetFetchResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Groups and their offsets. Threading: confined to the client's loop. */
final class GroupCalls {
    private final Cluster cluster;
    private final Coordinators coordinators;
    private final GroupDescribeCalls describing;
    private final int requestMs;

    GroupCalls(Cluster cluster) {
        this.cluster = cluster;
        this.coordinators = new Coordinators(cluster, Coordinators.Kind.GROUP, cluster.links());
        this.describing = new GroupDescribeCalls(cluster, coordinators);
        this.requestMs = cluster.config().timeouts().requestMs();
    }

    /** Each broker knows the groups it coordinates. */
    CompletableFuture<List<GroupListing>> list() {
        Ask<ListGroupsResponse> ask = Ask.of(new ListGroupsRequest(), ListGroupsResponse.class, requestMs);
        return cluster.retries()
                .call(
                        "listing groups",
                        () -> cluster.metadata().refresh().thenCompose(view -> {
                            Map<String, GroupListing> groups = new TreeMap<>();
                            List<CompletableFuture<Void>> answers = new ArrayList<>();
                            for (BrokerNode broker : view.brokers().values()) {
                                answers.add(cluster.links()
                                        .send(broker.address(), ask)
                                        .thenAccept(response -> take(response, groups)));
                            }
                            return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                                    .thenApply(ignored -> List.copyOf(groups.values()));
                        }));
    }

    private static void take(ListGroupsResponse response, Map<String, GroupListing> groups) {
        Answers.check(response.errorCode(), "listing groups", null);
        response.groups()
                .forEach(group -> groups.put(
                        group.groupId(),
                        new GroupListing(
                                group.groupId(),
                                lowerCase(group.groupType()),
                                group.protocolType(),
                                group.groupState())));
    }

    /** Kafka writes {@code Consumer} in lists and {@code consumer} in configurations. */
    private static String lowerCase(String type) {
        return type.toLowerCase(Locale.ROOT);
    }

    CompletableFuture<GroupDescription> describe(String groupId) {
        return describing.describe(groupId);
    }

    CompletableFuture<Void> delete(String groupId) {
        Ask<DeleteGroupsResponse> ask =
                Ask.of(new DeleteGroupsRequest().groupsNames(List.of(groupId)), DeleteGroupsResponse.class, requestMs);
        return coordinators.call("deleting group " + groupId, groupId, ask, response -> {
            DeleteGroupsResponse.DeletableGroupResult result = Answers.only(response.results(), "group " + groupId);
            Answers.check(result.errorCode(), "group " + groupId, result.errorMessage());
            return null;
        });
    }

    /** By name, since whoever administers means names; by id, offsets of deleted topics would have none. */
    CompletableFuture<Map<TopicPartition, CommittedOffset>> offsets(String groupId) {
        GroupMembership nobody = GroupMembership.outside(groupId);
        Ask<OffsetFetchResponse> ask = Ask.of(
                        OffsetMessages.fetch(nobody, null, TopicIds.NONE, false), OffsetFetchResponse.class, requestMs)
                .atMost(OffsetMessages.NEWEST_FETCH_BY_NAME);
        return coordinators.call(
                "fetching offsets of group " + groupId,
                groupId,
                ask,
                response ->
                        OffsetMessages.offsets(groupId, response, TopicIds.NONE).committed());
    }

    CompletableFuture<Void> alterOffsets(String groupId, Map<TopicPartition, CommittedOffset> offsets) {
        Ask<OffsetCommitResponse> ask = Ask.of(
                        OffsetMessages.commit(GroupMembership.outside(groupId), offsets, TopicIds.NONE),
                        OffsetCommitResponse.class,
                        requestMs)
                .atMost(OffsetMessages.NEWEST_COMMIT_BY_NAME);
        return coordinators.call("setting offsets of group " + groupId, groupId, ask, response -> {
            OffsetMessages.forEachError(response, TopicIds.NONE, (partition, error) -> {
                String subject = "partition " + partition + " of group " + groupId;
                // To somebody who is no member this says that the group has members.
                throw error == ErrorCode.UNKNOWN_MEMBER_ID
                        ? new BrokerException(ErrorCode.NON_EMPTY_GROUP, subject, null)
                        : new BrokerException(error, subject, null);
            });
            return null;
        });
    }

    CompletableFuture<Void> deleteOffsets(String groupId, Collection<TopicPartition> partitions) {
        Map<String, OffsetDeleteRequest.OffsetDeleteRequestTopic> topics = new TreeMap<>();
        new TreeSet<>(partitions)
                .forEach(partition -> topics.computeIfAbsent(
                                partition.topic(),
                                name -> new OffsetDeleteRequest.OffsetDeleteRequestTopic()
                                        .name(name)
                                        .partitions(new ArrayList<>()))
                        .partitions()
                        .add(new OffsetDeleteRequest.OffsetDeleteRequestPartition()
                                .partitionIndex(partition.partition())));
        OffsetDeleteRequest request =
                new OffsetDeleteRequest().groupId(groupId).topics(new ArrayList<>(topics.values()));
        Ask<OffsetDeleteResponse> ask = Ask.of(request, OffsetDeleteResponse.class, requestMs);
        return coordinators.call("deleting offsets of group " + groupId, groupId, ask, response -> {
            Answers.check(response.errorCode(), "group " + groupId, null);
            response.topics()
                    .forEach(topic -> topic.partitions()
                            .forEach(partition -> Answers.check(
                                    partition.errorCode(),
                                    "partition " + topic.name() + "-" + partition.partitionIndex() + " of group "
                                            + groupId,
                                    null)));
            return null;
        });
    }

    /** Where the coordinators of these groups are, in one request. */
    CompletableFuture<Map<String, Address>> coordinators(Set<String> groupIds) {
        return cluster.retries().call("finding coordinators", () -> coordinators.locate(groupIds));
    }

    static @Nullable String emptyAsNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
