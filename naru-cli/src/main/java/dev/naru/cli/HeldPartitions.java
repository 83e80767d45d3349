package dev.naru.cli;

import dev.naru.client.FoundOffset;
import dev.naru.client.OffsetSpec;
import dev.naru.client.admin.Admin;
import dev.naru.client.admin.TopicDescription;
import dev.naru.common.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Partitions in which readers of committed records do not come to the end, because a transaction is open there.
 *
 * <p>Threading: immutable.
 *
 * @param ends where the log of each ends
 */
record HeldPartitions(Map<TopicPartition, Long> ends) {
    /** Those among these topics; of all topics, internal ones included, if none are named. */
    static HeldPartitions find(Admin admin, List<TopicChoice> topics) {
        Map<TopicPartition, OffsetSpec> places = new HashMap<>();
        for (TopicPartition partition : chosen(admin, topics)) {
            places.put(partition, OffsetSpec.latest());
        }
        Map<TopicPartition, Long> held = new TreeMap<>();
        if (!places.isEmpty()) {
            Map<TopicPartition, FoundOffset> stable = BrokerOption.await(admin.stableOffsets(places));
            BrokerOption.await(admin.offsets(places)).forEach((partition, end) -> {
                FoundOffset until = stable.get(partition);
                if (until != null && until.offset() < end.offset()) {
                    held.put(partition, end.offset());
                }
            });
        }
        return new HeldPartitions(held);
    }

    private static List<TopicPartition> chosen(Admin admin, List<TopicChoice> topics) {
        List<TopicPartition> chosen = new ArrayList<>();
        for (TopicChoice topic : topics) {
            chosen.addAll(topic.of(
                    BrokerOption.await(admin.topic(topic.topic())).partitions().size()));
        }
        if (topics.isEmpty()) {
            for (TopicDescription topic : BrokerOption.await(admin.topics())) {
                // One without a leader cannot be asked, nor read.
                topic.partitions().stream()
                        .filter(partition -> partition.leader() >= 0)
                        .forEach(partition -> chosen.add(new TopicPartition(topic.name(), partition.partition())));
            }
        }
        return chosen;
    }
}
