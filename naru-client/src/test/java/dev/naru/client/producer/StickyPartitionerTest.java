package dev.naru.client.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.client.cluster.PartitionView;
import dev.naru.client.cluster.TopicView;
import dev.naru.common.Uuid;
import dev.naru.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StickyPartitionerTest {
    @Test
    void staysUntilABatchOfBytesWentThere() {
        StickyPartitioner partitioner = new StickyPartitioner(100, new Random(1));
        TopicView topic = topic(0, 0, 0, 0, 0, 0, 0, 0);

        Set<Integer> first = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            first.add(partitioner.place(topic, 10, partition -> 0));
        }
        assertThat(first).hasSize(1);

        Set<Integer> all = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            all.add(partitioner.place(topic, 10, partition -> 0));
        }
        assertThat(all).hasSize(8);
    }

    @Test
    void leavesOutPartitionsWithoutLeader() {
        StickyPartitioner partitioner = new StickyPartitioner(1, new Random(1));

        for (int i = 0; i < 100; i++) {
            assertThat(partitioner.place(topic(-1, 3, -1), 10, partition -> 0)).isEqualTo(1);
        }
    }

    @Test
    void givesLessToAPartitionThatLagsBehind() {
        StickyPartitioner partitioner = new StickyPartitioner(1, new Random(1));
        TopicView topic = topic(0, 0);

        int toSlow = 0;
        for (int i = 0; i < 1_000; i++) {
            toSlow += partitioner.place(topic, 10, partition -> partition == 0 ? 9 : 0) == 0 ? 1 : 0;
        }

        assertThat(toSlow).isBetween(40, 160);
    }

    private static TopicView topic(int... leaders) {
        List<PartitionView> partitions = new ArrayList<>();
        for (int i = 0; i < leaders.length; i++) {
            partitions.add(new PartitionView(i, leaders[i], 0, List.of(), List.of(), List.of(), ErrorCode.NONE));
        }
        return new TopicView("orders", Uuid.ZERO, false, partitions, ErrorCode.NONE);
    }
}
