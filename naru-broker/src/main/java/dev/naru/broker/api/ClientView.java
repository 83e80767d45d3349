package dev.naru.broker.api;

import dev.naru.metadata.BrokerImage;
import dev.naru.metadata.ClusterImage;
import dev.naru.metadata.PartitionImage;
import dev.naru.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The cluster as a client sees it that came in by one listener: of a broker without such a listener, or a fenced one, it
 * hears nothing.
 *
 * <p>Threading: immutable.
 */
final class ClientView {
    /** What clients are told of a topic or cluster whose operations are not asked for. */
    static final int OPERATIONS_NOT_ASKED = Integer.MIN_VALUE;

    /** Everybody may do everything: read, write, create, delete, alter, describe, describe and alter configs. */
    static final int TOPIC_OPERATIONS = 0b1101_1111_1000;

    /** Create, alter, describe, cluster action, describe and alter configs, idempotent write. */
    static final int CLUSTER_OPERATIONS = 0b1_1111_1010_0000;

    private final ClusterImage image;
    private final String listenerName;

    ClientView(ClusterImage image, RequestContext context) {
        this.image = image;
        this.listenerName = context.connection().listenerName();
    }

    /** A broker and where the client reaches it. */
    record Node(BrokerImage broker, BrokerImage.Endpoint endpoint) {}

    /** The brokers the client can reach. */
    List<Node> brokers() {
        List<Node> nodes = new ArrayList<>();
        for (Map.Entry<Integer, BrokerImage> entry : image.brokers()) {
            BrokerImage broker = entry.getValue();
            BrokerImage.Endpoint endpoint = broker.endpoint(listenerName);
            if (endpoint != null && broker.isActive()) {
                nodes.add(new Node(broker, endpoint));
            }
        }
        return nodes;
    }

    /** The brokers the client could reach if they were not fenced. */
    List<Node> fencedBrokers() {
        List<Node> nodes = new ArrayList<>();
        for (Map.Entry<Integer, BrokerImage> entry : image.brokers()) {
            BrokerImage broker = entry.getValue();
            BrokerImage.Endpoint endpoint = broker.endpoint(listenerName);
            if (endpoint != null && !broker.isActive()) {
                nodes.add(new Node(broker, endpoint));
            }
        }
        return nodes;
    }

    /** What stands between the client and the leader of a partition. */
    ErrorCode leaderError(PartitionImage partition) {
        BrokerImage leader = image.activeBroker(partition.leader());
        if (leader == null) {
            return ErrorCode.LEADER_NOT_AVAILABLE;
        }
        return leader.endpoint(listenerName) == null ? ErrorCode.LISTENER_NOT_FOUND : ErrorCode.NONE;
    }

    /** The leader, if the client can reach it. */
    int leader(PartitionImage partition) {
        return leaderError(partition) == ErrorCode.NONE ? partition.leader() : PartitionImage.NO_LEADER;
    }

    /** The replicas on brokers the client cannot reach. */
    List<Integer> offlineReplicas(PartitionImage partition) {
        List<Integer> offline = new ArrayList<>(0);
        for (int id : partition.replicas()) {
            BrokerImage broker = image.activeBroker(id);
            if (broker == null || broker.endpoint(listenerName) == null) {
                offline.add(id);
            }
        }
        return offline;
    }
}
