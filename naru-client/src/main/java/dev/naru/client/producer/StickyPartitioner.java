package dev.naru.client.producer;

import dev.naru.client.cluster.PartitionView;
import dev.naru.client.cluster.TopicView;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Places the records without key of one topic (KIP-794): all go to one partition until about a batch of bytes went
 * there, then to another one, so that batches fill up. A partition with fewer batches waiting is more likely to be next,
 * so a slow broker gets less; one without leader gets nothing while others have one.
 *
 * <p>Threading: confined to the client's loop.
 */
final class StickyPartitioner {
    private final int stickyBytes;
    private final RandomGenerator random;
    private int current = ProducerRecord.ANY_PARTITION;
    private long bytesToCurrent;

    StickyPartitioner(int stickyBytes, RandomGenerator random) {
        this.stickyBytes = stickyBytes;
        this.random = random;
    }

    /**
     * The partition for the next record.
     *
     * @param topic the topic, with at least one partition
     * @param queuedBatches how many batches wait for a partition
     */
    int place(TopicView topic, int sizeBytes, IntUnaryOperator queuedBatches) {
        PartitionView now = topic.partition(current);
        if (now == null || bytesToCurrent >= stickyBytes || now.leader() == PartitionView.NO_LEADER) {
            current = choose(topic, queuedBatches);
            bytesToCurrent = 0;
        }
        bytesToCurrent += sizeBytes;
        return current;
    }

    private int choose(TopicView topic, IntUnaryOperator queuedBatches) {
        List<PartitionView> led = topic.partitions().stream()
                .filter(partition -> partition.leader() != PartitionView.NO_LEADER)
                .toList();
        List<PartitionView> candidates = led.isEmpty() ? topic.partitions() : led;
        int[] queued = candidates.stream()
                .mapToInt(partition -> queuedBatches.applyAsInt(partition.partition()))
                .toArray();
        int longest = 0;
        for (int length : queued) {
            longest = Math.max(longest, length);
        }
        long tickets = 0;
        for (int length : queued) {
            tickets += longest + 1 - length;
        }
        long drawn = random.nextLong(tickets);
        int index = 0;
        while (drawn >= longest + 1 - queued[index]) {
            drawn -= longest + 1 - queued[index];
            index++;
        }
        return candidates.get(index).partition();
    }
}
