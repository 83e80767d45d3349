package dev.naru.client.cluster;

import dev.naru.client.Address;
import dev.naru.protocol.ErrorCode;
import dev.naru.protocol.message.MetadataRequest;
import dev.naru.protocol.message.MetadataResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between the Metadata API and {@link ClusterView}. */
public final class MetadataMessages {
    private MetadataMessages() {}

    /**
     * Asks for these topics.
     *
     * @param topics names, or null for all topics
     * @param createsTopics whether asking may create a topic, if the broker is set to do so
     * @param timeoutMs how long the answer may take
     */
    public static Ask<MetadataResponse> ask(@Nullable Collection<String> topics, boolean createsTopics, int timeoutMs) {
        MetadataRequest request = new MetadataRequest().allowAutoTopicCreation(createsTopics);
        if (topics == null) {
            request.topics(null);
        } else {
            request.topics(topics.stream()
                    .map(name -> new MetadataRequest.MetadataRequestTopic().name(name))
                    .toList());
        }
        return Ask.of(request, MetadataResponse.class, timeoutMs);
    }

    /** What the response says, as it stands. */
    public static ClusterView view(MetadataResponse response) {
        return merge(ClusterView.EMPTY, response);
    }

    /** The view after this response: its brokers, its topics, but no leader older than the one known. */
    static ClusterView merge(ClusterView known, MetadataResponse response) {
        Map<Integer, BrokerNode> brokers = new HashMap<>();
        for (MetadataResponse.MetadataResponseBroker broker : response.brokers()) {
            brokers.put(
                    broker.nodeId(),
                    new BrokerNode(broker.nodeId(), new Address(broker.host(), broker.port()), broker.rack()));
        }
        Map<String, TopicView> topics = new HashMap<>();
        for (MetadataResponse.MetadataResponseTopic topic : response.topics()) {
            String name = topic.name();
            if (name != null) {
                topics.put(
                        name,
                        topic(name, topic).keepingNewerLeadersOf(known.topics().get(name)));
            }
        }
        String clusterId = response.clusterId();
        return ClusterView.of(clusterId == null ? "" : clusterId, response.controllerId(), brokers, topics);
    }

    private static TopicView topic(String name, MetadataResponse.MetadataResponseTopic topic) {
        List<MetadataResponse.MetadataResponsePartition> answered = new ArrayList<>(topic.partitions());
        answered.sort(Comparator.comparingInt(MetadataResponse.MetadataResponsePartition::partitionIndex));
        List<PartitionView> partitions = new ArrayList<>(answered.size());
        for (MetadataResponse.MetadataResponsePartition partition : answered) {
            // A broker may leave out what it has not heard of yet; numbers must stay indexes.
            while (partitions.size() < partition.partitionIndex()) {
                partitions.add(new PartitionView(
                        partitions.size(),
                        PartitionView.NO_LEADER,
                        -1,
                        List.of(),
                        List.of(),
                        List.of(),
                        ErrorCode.LEADER_NOT_AVAILABLE));
            }
            partitions.add(new PartitionView(
                    partition.partitionIndex(),
                    partition.leaderId(),
                    partition.leaderEpoch(),
                    partition.replicaNodes(),
                    partition.isrNodes(),
                    partition.offlineReplicas(),
                    ErrorCode.of(partition.errorCode())));
        }
        return new TopicView(name, topic.topicId(), topic.isInternal(), partitions, ErrorCode.of(topic.errorCode()));
    }
}
