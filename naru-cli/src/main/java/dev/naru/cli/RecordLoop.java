package dev.naru.cli;

import dev.naru.client.consumer.ConsumedRecord;
import dev.naru.client.consumer.Consumer;
import dev.naru.client.consumer.Polled;
import dev.naru.common.TopicPartition;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and prints until enough was printed or every partition has come to its end.
 *
 * <p>Threading: confined to the main thread.
 */
final class RecordLoop {
    private static final int RECORDS_PER_POLL_MAX = 1_000;
    private static final int POLL_MS = 1_000;

    private final Consumer consumer;
    private final RecordPrinter printer;
    private final long max;
    private final Map<TopicPartition, Long> until;

    /** @param until the offset at which each partition has come to its end; empty to go on for ever */
    RecordLoop(Consumer consumer, RecordPrinter printer, long max, Map<TopicPartition, Long> until) {
        this.consumer = consumer;
        this.printer = printer;
        this.max = max;
        this.until = until;
    }

    void run(Map<TopicPartition, Long> from) throws IOException {
        Map<TopicPartition, Long> positions = new HashMap<>(from);
        if (isAtEnd(positions)) {
            return;
        }
        BrokerOption.await(consumer.assign(from));
        long left = max;
        while (left > 0 && !isAtEnd(positions)) {
            Polled polled = BrokerOption.await(consumer.poll((int) Math.min(left, RECORDS_PER_POLL_MAX), POLL_MS));
            List<ConsumedRecord> records =
                    polled.records().stream().filter(this::isWanted).toList();
            printer.print(records);
            left -= records.size();
            polled.progress().forEach((partition, progress) -> positions.put(partition, progress.position()));
        }
    }

    private boolean isWanted(ConsumedRecord record) {
        return until.isEmpty()
                || record.offset() < until.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
    }

    private boolean isAtEnd(Map<TopicPartition, Long> positions) {
        return !until.isEmpty()
                && until.entrySet().stream()
                        .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
}
