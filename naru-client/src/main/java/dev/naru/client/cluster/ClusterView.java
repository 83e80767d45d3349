package dev.naru.client.cluster;

import dev.naru.client.Address;
import dev.naru.common.TopicPartition;
import dev.naru.common.Uuid;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows of a cluster at one moment: brokers, and the topics it asked for. Immutable.
 *
 * @param clusterId the cluster's id, empty if not known
 * @param controllerId id of the broker that takes changes, or -1
 * @param brokers brokers by id
 * @param topics topics by name
 * @param topicNames names by topic id
 */
public record ClusterView(
        String clusterId,
        int controllerId,
        Map<Integer, BrokerNode> brokers,
        Map<String, TopicView> topics,
        Map<Uuid, String> topicNames) {
    /** Nothing known yet. */
    public static final ClusterView EMPTY = new ClusterView("", -1, Map.of(), Map.of(), Map.of());

    static ClusterView of(
            String clusterId, int controllerId, Map<Integer, BrokerNode> brokers, Map<String, TopicView> topics) {
        Map<Uuid, String> names = new HashMap<>();
        topics.forEach((name, topic) -> {
            if (!topic.id().isZero()) {
                names.put(topic.id(), name);
            }
        });
        return new ClusterView(clusterId, controllerId, Map.copyOf(brokers), Map.copyOf(topics), Map.copyOf(names));
    }

    /** True before the first broker has answered. */
    public boolean isEmpty() {
        return brokers.isEmpty();
    }

    /** The partition, or null if it is not known. */
    public @Nullable PartitionView partition(TopicPartition partition) {
        TopicView topic = topics.get(partition.topic());
        return topic == null ? null : topic.partition(partition.partition());
    }

    /** The broker that leads the partition, or null if that is not known. */
    public @Nullable BrokerNode leader(TopicPartition partition) {
        PartitionView view = partition(partition);
        return view == null ? null : brokers.get(view.leader());
    }

    /** The topic's id, or {@link Uuid#ZERO} if it is not known or has none. */
    public Uuid topicId(String topic) {
        TopicView view = topics.get(topic);
        return view == null ? Uuid.ZERO : view.id();
    }

    /** Where the broker of this id is reached, or null if it is not known. */
    public @Nullable Address address(int brokerId) {
        BrokerNode node = brokers.get(brokerId);
        return node == null ? null : node.address();
    }

    /** As this, with a topic put in. */
    ClusterView with(TopicView topic) {
        Map<String, TopicView> changed = new HashMap<>(topics);
        changed.put(topic.name(), topic);
        return of(clusterId, controllerId, brokers, changed);
    }

    /** As this, with a broker put in. */
    ClusterView with(BrokerNode broker) {
        Map<Integer, BrokerNode> changed = new HashMap<>(brokers);
        changed.put(broker.id(), broker);
        return of(clusterId, controllerId, changed, topics);
    }
}
