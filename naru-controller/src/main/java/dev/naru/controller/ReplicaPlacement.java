package dev.naru.controller;

import dev.naru.metadata.BrokerImage;
import dev.naru.metadata.ClusterImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Chooses brokers for new partitions. The brokers stand in a ring in which neighbours are in different racks as far as
 * possible; each partition takes as many neighbours as it has replicas, and the next partition starts one further. So
 * leaders and replicas spread evenly, and replicas of a partition over racks. Where the ring starts is drawn, so that many
 * small topics do not all begin with the same broker.
 *
 * <p>Threading: confined to one decision.
 */
final class ReplicaPlacement {
    private final List<Integer> ring;
    private int next;

    ReplicaPlacement(ClusterImage image, RandomGenerator random) {
        this.ring = ring(image);
        this.next = ring.isEmpty() ? 0 : random.nextInt(ring.size());
    }

    /** How many brokers can hold a replica. */
    int brokerCount() {
        return ring.size();
    }

    /** Brokers for one more partition, the preferred leader first. */
    List<Integer> place(int replicationFactor) {
        Integer[] replicas = new Integer[replicationFactor];
        Arrays.setAll(replicas, index -> ring.get((next + index) % ring.size()));
        next = (next + 1) % ring.size();
        return List.of(replicas);
    }

    private static List<Integer> ring(ClusterImage image) {
        Map<String, List<Integer>> byRack = new LinkedHashMap<>();
        for (Map.Entry<Integer, BrokerImage> entry : image.brokers()) {
            BrokerImage broker = entry.getValue();
            if (broker.isActive() && !broker.state().inControlledShutdown()) {
                String rack = broker.contact().rack();
                byRack.computeIfAbsent(rack == null ? "" : rack, key -> new ArrayList<>())
                        .add(broker.id());
            }
        }
        int rackSizeMax = byRack.values().stream().mapToInt(List::size).max().orElse(0);
        List<Integer> ring = new ArrayList<>();
        for (int round = 0; round < rackSizeMax; round++) {
            for (List<Integer> brokers : byRack.values()) {
                if (round < brokers.size()) {
                    ring.add(brokers.get(round));
                }
            }
        }
        return ring;
    }
}
