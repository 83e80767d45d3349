package dev.naru.cli;

import dev.naru.client.Client;
import dev.naru.client.ClientException;
import dev.naru.client.consumer.ConsumedRecord;
import dev.naru.client.consumer.Consumer;
import dev.naru.client.consumer.ConsumerConfig;
import dev.naru.client.consumer.Polled;
import dev.naru.common.TopicPartition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What stands first among the unread records of each partition, and when it was written: found by reading it, since no
 * broker can be asked. Records are read as they stand, also those of transactions that are not committed.
 *
 * <p>Threading: confined to the main thread.
 *
 * @param timestamps when the first unread record was written, in milliseconds since the epoch, where there is one
 * @param empty where there is none: what is left are the ends of transactions
 */
record UnreadAges(Map<TopicPartition, Long> timestamps, Set<TopicPartition> empty) {
    private static final int POLL_MS = 200;
    private static final int RECORDS_MAX = 1_000;
    private static final ConsumerConfig.Fetching A_LITTLE =
            new ConsumerConfig.Fetching(1, 100, 1 << 20, 1 << 16, 8 << 20);

    /**
     * Looks for that long.
     *
     * @param from the first unread offset of each partition
     */
    static UnreadAges find(Client client, Map<TopicPartition, Long> from, int timeoutMs) {
        UnreadAges found = new UnreadAges(new HashMap<>(), new HashSet<>());
        if (from.isEmpty()) {
            return found;
        }
        ConsumerConfig config = ConsumerConfig.DEFAULT.with(A_LITTLE).with(ConsumerConfig.OnLostPosition.EARLIEST);
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        try (Consumer consumer = client.consumer(config)) {
            BrokerOption.await(consumer.assign(from));
            while (found.count() < from.size() && System.nanoTime() < deadlineNs) {
                found.take(consumer, BrokerOption.await(consumer.poll(RECORDS_MAX, POLL_MS)));
            }
        } catch (ClientException unreadable) {
            // An age is a courtesy; what cannot be read has none.
        }
        return found;
    }

    private int count() {
        return timestamps.size() + empty.size();
    }

    private void take(Consumer consumer, Polled polled) {
        for (ConsumedRecord record : polled.records()) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (timestamps.putIfAbsent(partition, record.timestampMs()) == null) {
                BrokerOption.await(consumer.remove(Set.of(partition)));
            }
        }
        polled.progress().forEach((partition, progress) -> {
            if (!timestamps.containsKey(partition) && progress.end() >= 0 && progress.position() >= progress.end()) {
                empty.add(partition);
            }
        });
    }
}
