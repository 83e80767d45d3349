package dev.naru.coordinator.transaction;

import dev.naru.common.TopicPartition;
import dev.naru.coordinator.runtime.CoordinatorRecord;
import dev.naru.coordinator.runtime.ProducerIdentity;
import dev.naru.protocol.transaction.TransactionLogKey;
import dev.naru.protocol.transaction.TransactionLogValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Transactions as the records of {@code __transaction_state}, one for each id, in the layout of Kafka 4.4: its tools and its
 * brokers read them.
 *
 * <p>Threading: stateless.
 */
final class TransactionLogRecords {
    /** The version of {@code transaction.version} 1 and above. */
    private static final int VALUE_VERSION = 1;

    private TransactionLogRecords() {}

    static CoordinatorRecord of(String transactionalId, Transaction transaction) {
        Transaction.Producer producer = transaction.producer();
        TransactionLogValue value = new TransactionLogValue()
                .producerId(producer.current().id())
                .previousProducerId(producer.previousId())
                .nextProducerId(producer.nextId())
                .producerEpoch(producer.current().epoch())
                .transactionTimeoutMs(transaction.timeoutMs())
                .transactionStatus(transaction.state().id())
                .transactionPartitions(
                        transaction.state() == TransactionState.EMPTY ? null : grouped(transaction.partitions()))
                .transactionLastUpdateTimestampMs(transaction.times().updatedMs())
                .transactionStartTimestampMs(transaction.times().startMs())
                .clientTransactionVersion(transaction.version().level());
        return CoordinatorRecord.of(key(transactionalId), value, VALUE_VERSION);
    }

    /** The record that forgets an id. */
    static CoordinatorRecord tombstone(String transactionalId) {
        return CoordinatorRecord.tombstone(key(transactionalId));
    }

    static Transaction read(TransactionLogValue value) {
        ProducerIdentity current = new ProducerIdentity(value.producerId(), value.producerEpoch());
        return new Transaction(
                TransactionState.of(value.transactionStatus()),
                new Transaction.Producer(current, value.previousProducerId(), value.nextProducerId()),
                value.transactionTimeoutMs(),
                flat(value.transactionPartitions()),
                new Transaction.Times(value.transactionStartTimestampMs(), value.transactionLastUpdateTimestampMs()),
                TransactionVersion.of(value.clientTransactionVersion()));
    }

    private static TransactionLogKey key(String transactionalId) {
        return new TransactionLogKey().transactionalId(transactionalId);
    }

    private static List<TransactionLogValue.PartitionsSchema> grouped(SortedSet<TopicPartition> partitions) {
        SortedMap<String, List<Integer>> byTopic = new TreeMap<>();
        for (TopicPartition partition : partitions) {
            byTopic.computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
                    .add(partition.partition());
        }
        List<TransactionLogValue.PartitionsSchema> grouped = new ArrayList<>();
        byTopic.forEach((topic, ids) -> grouped.add(
                new TransactionLogValue.PartitionsSchema().topic(topic).partitionIds(ids)));
        return grouped;
    }

    private static SortedSet<TopicPartition> flat(@Nullable List<TransactionLogValue.PartitionsSchema> grouped) {
        SortedSet<TopicPartition> partitions = new TreeSet<>();
        if (grouped != null) {
            for (TransactionLogValue.PartitionsSchema topic : grouped) {
                topic.partitionIds().forEach(id -> partitions.add(new TopicPartition(topic.topic(), id)));
            }
        }
        return partitions;
    }
}
