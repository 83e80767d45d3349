package dev.naru.metadata;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything the metadata log says, at one moment. A request takes one image when it arrives and uses it to its end. The
 * next image shares all that has not changed with this one.
 *
 * @param features the level at which the cluster works, for each feature that is switched on
 * @param nextProducerId the first producer id nobody was given yet
 * @param position up to where the metadata log is in it
 *
 * <p>Threading: immutable.
 */
public record ClusterImage(
        TopicsImage topics,
        SortedTree<Integer, BrokerImage> brokers,
        ConfigsImage configs,
        SortedTree<String, Short> features,
        long nextProducerId,
        LogPosition position) {
    /** Before the first record. */
    public static final ClusterImage EMPTY = new ClusterImage(
            TopicsImage.EMPTY, SortedTree.empty(), ConfigsImage.EMPTY, SortedTree.empty(), 0, LogPosition.START);

    /** The topic of this name, or null. */
    public @Nullable TopicImage topic(String name) {
        return topics.get(name);
    }

    /** The broker of this id if it is registered and not fenced, or null. */
    public @Nullable BrokerImage activeBroker(int id) {
        BrokerImage broker = brokers.get(id);
        return broker == null || !broker.isActive() ? null : broker;
    }

    /** What was set on a resource while the cluster ran. */
    public Map<String, String> settings(ConfigResource resource) {
        return configs.of(resource);
    }
}
