package dev.naru.controller;

import dev.naru.common.Uuid;
import dev.naru.metadata.BrokerImage;
import dev.naru.metadata.ClusterImage;
import dev.naru.protocol.metadata.PartitionRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks where new partitions shall be, and makes their records. The first replica that is alive leads; those that are
 * alive are in sync, since there is nothing yet to be behind of.
 *
 * <p>Threading: stateless.
 */
final class NewPartitions {
    private NewPartitions() {}

    /** Refuses an assignment by hand that names no broker, one twice, one nobody knows, or only fenced ones. */
    static void check(List<Integer> replicas, ClusterImage image) throws RefusedException {
        if (replicas.isEmpty()) {
            throw refused("An assignment has no replicas.");
        }
        Set<Integer> seen = new HashSet<>();
        boolean isAnyActive = false;
        for (int broker : replicas) {
            if (image.brokers().get(broker) == null) {
                throw refused("An assignment names broker " + broker + ", which is not registered.");
            }
            if (!seen.add(broker)) {
                throw refused("An assignment names broker " + broker + " twice.");
            }
            isAnyActive |= image.activeBroker(broker) != null;
        }
        if (!isAnyActive) {
            throw refused("All brokers of an assignment are fenced: " + replicas + ".");
        }
    }

    /** Refuses an assignment whose size differs from that of the other partitions. */
    static void checkSize(List<Integer> replicas, int replicationFactor) throws RefusedException {
        if (replicas.size() != replicationFactor) {
            throw refused("An assignment has " + replicas.size() + " replicas where the other partitions have "
                    + replicationFactor + ".");
        }
    }

    static PartitionRecord record(Uuid topicId, int partition, List<Integer> replicas, ClusterImage image) {
        List<Integer> isr = replicas.stream()
                .filter(broker -> image.activeBroker(broker) != null)
                .toList();
        return new PartitionRecord()
                .topicId(topicId)
                .partitionId(partition)
                .replicas(replicas)
                .directories(replicas.stream()
                        .map(broker -> directoryOn(broker, image))
                        .toList())
                .isr(isr)
                .leader(isr.get(0))
                .leaderEpoch(0)
                .partitionEpoch(0);
    }

    /** A broker with one directory has no choice; with several it chooses itself, and says so later. */
    private static Uuid directoryOn(int brokerId, ClusterImage image) {
        BrokerImage broker = image.brokers().get(brokerId);
        List<Uuid> directories =
                broker == null ? List.of() : broker.capabilities().directories();
        return directories.size() == 1 ? directories.get(0) : Uuid.ZERO;
    }

    private static RefusedException refused(String message) {
        return new RefusedException(ControllerError.INVALID_REPLICA_ASSIGNMENT, message);
    }
}
