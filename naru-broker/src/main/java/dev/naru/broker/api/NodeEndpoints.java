package dev.naru.broker.api;

import dev.naru.metadata.BrokerImage;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.PartitionImage;
import dev.naru.metadata.TopicImage;
import dev.naru.protocol.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who leads the partitions that a response says this broker does not lead, and where to find them (KIP-951), so that the
 * client need not ask for metadata first. Collected while a response is made.
 *
 * <p>Threading: confined to the request's loop.
 */
final class NodeEndpoints {
    private final ClusterImage image;
    private final String listenerName;
    private final boolean namesLeaders;
    private final boolean namesNodes;
    private final Map<Integer, Node> nodes = new LinkedHashMap<>();

    /** A broker as a client of this listener reaches it. */
    record Node(int id, String host, int port, @Nullable String rack) {}

    /** The leader of a partition and its epoch. */
    record Leader(int id, int epoch) {}

    /** A response names leaders from version {@code leadersSince} on, and their addresses from {@code nodesSince} on. */
    NodeEndpoints(RequestContext context, int leadersSince, int nodesSince) {
        this.namesLeaders = context.version() >= leadersSince;
        this.namesNodes = context.version() >= nodesSince;
        this.image = context.image();
        this.listenerName = context.connection().listenerName();
    }

    /** The leader to tell the client about with this error, or null if there is nothing to tell. */
    @Nullable
    Leader leaderFor(ErrorCode error, String topic, int partitionIndex) {
        boolean isAboutLeaders = error == ErrorCode.NOT_LEADER_OR_FOLLOWER || error == ErrorCode.FENCED_LEADER_EPOCH;
        if (!namesLeaders || !isAboutLeaders) {
            return null;
        }
        TopicImage topicImage = image.topic(topic);
        PartitionImage partition = topicImage == null ? null : topicImage.partition(partitionIndex);
        if (partition == null) {
            return null;
        }
        BrokerImage broker = image.activeBroker(partition.leader());
        BrokerImage.Endpoint endpoint = broker == null ? null : broker.endpoint(listenerName);
        if (namesNodes && broker != null && endpoint != null) {
            nodes.put(
                    broker.id(),
                    new Node(
                            broker.id(),
                            endpoint.host(),
                            endpoint.port(),
                            broker.contact().rack()));
        }
        return new Leader(partition.leader(), partition.leaderEpoch());
    }

    /** All brokers that were named as leaders. */
    Iterable<Node> nodes() {
        return nodes.values();
    }
}
