package dev.naru.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.client.CommittedOffset;
import dev.naru.client.GroupMembership;
import dev.naru.client.OffsetSpec;
import dev.naru.client.admin.ActiveProducer;
import dev.naru.client.admin.TransactionDescription;
import dev.naru.client.consumer.ConsumedRecord;
import dev.naru.client.consumer.Consumer;
import dev.naru.client.consumer.ConsumerConfig;
import dev.naru.client.consumer.Polled;
import dev.naru.client.group.GroupConfig;
import dev.naru.client.group.GroupConsumer;
import dev.naru.client.group.RebalanceListener;
import dev.naru.client.group.Subscription;
import dev.naru.client.producer.ProducerConfig;
import dev.naru.client.producer.ProducerRecord;
import dev.naru.client.producer.TransactionConfig;
import dev.naru.client.producer.TransactionException;
import dev.naru.client.producer.TransactionalProducer;
import dev.naru.common.TopicPartition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TransactionalProducerTest {
    private static final int PARTITIONS = 3;

    @TempDir
    private static Path directory;

    @RegisterExtension
    private static final CoordinatingBroker BROKER = new CoordinatingBroker(() -> directory);

    @Test
    void readersOfCommittedRecordsSeeWholeTransactionsOnly() throws Exception {
        String topic = BROKER.topic("whole", PARTITIONS);
        try (TransactionalProducer producer = producer("whole")) {
            CoordinatingBroker.get(producer.init());
            for (int transaction = 0; transaction < 10; transaction++) {
                CoordinatingBroker.get(producer.begin());
                for (int i = 0; i < 20; i++) {
                    send(producer, topic, transaction * 20 + i);
                }
                if (transaction % 3 == 1) {
                    CoordinatingBroker.get(producer.abort());
                } else {
                    CoordinatingBroker.get(producer.commit());
                }
            }
        }

        List<Integer> read = read(topic, true);
        assertThat(read)
                .hasSize(7 * 20)
                .doesNotHaveDuplicates()
                .allSatisfy(number -> assertThat(number / 20 % 3).isNotEqualTo(1));
        assertThat(read(topic, false)).containsAll(read);
    }

    @Test
    void offsetsCountWhenTheTransactionIsCommittedAndNotWhenAborted() throws Exception {
        String topic = BROKER.topic("offsets", PARTITIONS);
        TopicPartition partition = new TopicPartition(topic, 0);
        GroupMembership outside = GroupMembership.outside("offsets-group");
        try (TransactionalProducer producer = producer("offsets")) {
            CoordinatingBroker.get(producer.init());
            CoordinatingBroker.get(producer.begin());
            CoordinatingBroker.get(producer.sendOffsets(Map.of(partition, CommittedOffset.of(5)), outside));
            CoordinatingBroker.get(producer.commit());
            CoordinatingBroker.get(producer.begin());
            CoordinatingBroker.get(producer.sendOffsets(Map.of(partition, CommittedOffset.of(9)), outside));
            CoordinatingBroker.get(producer.abort());
        }

        assertThat(CoordinatingBroker.get(BROKER.admin().groupOffsets("offsets-group")))
                .containsEntry(partition, CommittedOffset.of(5));
    }

    /** Reads one topic and writes another, each input once in the output although half of the transactions are aborted. */
    @Test
    void whatIsReadIsWrittenOnce() throws Exception {
        String input = BROKER.topic("once-in", PARTITIONS);
        String output = BROKER.topic("once-out", PARTITIONS);
        BROKER.produce(input, PARTITIONS, 0, 200);
        int done = 0;
        for (int life = 0; done < 200; life++) {
            GroupConfig group = GroupConfig.of("once").withAutoCommitMs(0);
            try (TransactionalProducer producer = producer("once");
                    GroupConsumer consumer = BROKER.client().groupConsumer(group, ConsumerConfig.DEFAULT)) {
                CoordinatingBroker.get(producer.init());
                CoordinatingBroker.get(consumer.subscribe(Subscription.to(input), RebalanceListener.NONE));
                for (int i = 0; i < 4 && done < 200; ) {
                    Polled polled = CoordinatingBroker.get(consumer.poll(20, 200));
                    if (polled.records().isEmpty()) {
                        continue;
                    }
                    CoordinatingBroker.get(producer.begin());
                    polled.records().forEach(record -> send(producer, output, CoordinatingBroker.number(record)));
                    CoordinatingBroker.get(producer.sendOffsets(
                            CoordinatingBroker.get(consumer.positions()),
                            CoordinatingBroker.get(consumer.membership())));
                    if (i == 3) {
                        CoordinatingBroker.get(producer.abort());
                    } else {
                        CoordinatingBroker.get(producer.commit());
                        done += polled.records().size();
                    }
                    i++;
                }
            }
        }

        assertThat(read(output, true))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 200).boxed().toList());
    }

    @Test
    void aNewerProducerOfTheSameNameFencesTheOlder() throws Exception {
        String topic = BROKER.topic("fenced", PARTITIONS);
        try (TransactionalProducer older = producer("fenced");
                TransactionalProducer newer = producer("fenced")) {
            CoordinatingBroker.get(older.init());
            CoordinatingBroker.get(older.begin());
            CoordinatingBroker.get(older.send(record(topic, 1)));

            CoordinatingBroker.get(newer.init());

            assertThatThrownBy(() -> CoordinatingBroker.get(older.commit()))
                    .cause()
                    .isInstanceOfSatisfying(
                            TransactionException.class,
                            failure -> assertThat(failure.isFatal()).isTrue());
            CoordinatingBroker.get(newer.begin());
            CoordinatingBroker.get(newer.send(record(topic, 2)));
            CoordinatingBroker.get(newer.commit());
        }
        assertThat(read(topic, true)).containsExactly(2);
    }

    @Test
    void oneRecordThatFailsFailsTheCommitAndTheNextTransactionSucceeds() throws Exception {
        String topic = BROKER.topic("failing", PARTITIONS);
        try (TransactionalProducer producer = producer("failing")) {
            CoordinatingBroker.get(producer.init());
            CoordinatingBroker.get(producer.begin());
            send(producer, topic, 1);
            assertThatThrownBy(() -> CoordinatingBroker.get(producer.send(record("not-there", 1))))
                    .hasMessageContaining("not-there");

            assertThatThrownBy(() -> CoordinatingBroker.get(producer.commit()))
                    .cause()
                    .isInstanceOfSatisfying(
                            TransactionException.class,
                            failure -> assertThat(failure.isFatal()).isFalse());
            CoordinatingBroker.get(producer.abort());
            CoordinatingBroker.get(producer.begin());
            send(producer, topic, 2);
            CoordinatingBroker.get(producer.commit());
        }
        assertThat(read(topic, true)).containsExactly(2);
    }

    @Test
    void calledOutOfOrderItSaysWhatComesFirst() throws Exception {
        try (TransactionalProducer producer = producer("order")) {
            assertThatThrownBy(() -> CoordinatingBroker.get(producer.begin())).hasMessageContaining("init comes first");
            assertThatThrownBy(() -> CoordinatingBroker.get(producer.send(record("any", 1))))
                    .hasMessageContaining("no transaction has begun");
            CoordinatingBroker.get(producer.init());
            assertThatThrownBy(() -> CoordinatingBroker.get(producer.commit()))
                    .hasMessageContaining("no transaction is open");
        }
    }

    @Test
    void anOpenTransactionIsListedAndDescribed() throws Exception {
        String topic = BROKER.topic("described", PARTITIONS);
        TopicPartition partition = new TopicPartition(topic, 1);
        try (TransactionalProducer producer = producer("described")) {
            CoordinatingBroker.get(producer.init());
            CoordinatingBroker.get(producer.begin());
            CoordinatingBroker.get(producer.send(record(topic, 1)));

            TransactionDescription open = CoordinatingBroker.get(BROKER.admin().transaction("described"));
            assertThat(open.state()).isEqualTo("Ongoing");
            assertThat(open.partitions()).containsExactly(partition);
            assertThat(CoordinatingBroker.get(BROKER.admin().transactions()))
                    .anySatisfy(each -> assertThat(each.transactionalId()).isEqualTo("described"));
            assertThat(CoordinatingBroker.get(BROKER.admin().producers(partition)))
                    .anySatisfy(
                            each -> assertThat(each.transactionStartOffset()).isZero());
            assertThat(CoordinatingBroker.get(BROKER.admin().stableOffsets(Map.of(partition, OffsetSpec.latest())))
                            .get(partition)
                            .offset())
                    .isZero();
        }
    }

    @Test
    void theLeaderEndsATransactionPastItsCoordinator() throws Exception {
        String topic = BROKER.topic("past", PARTITIONS);
        TopicPartition partition = new TopicPartition(topic, 1);
        try (TransactionalProducer producer = producer("past")) {
            CoordinatingBroker.get(producer.init());
            CoordinatingBroker.get(producer.begin());
            CoordinatingBroker.get(producer.send(record(topic, 1)));
            ActiveProducer open =
                    CoordinatingBroker.get(BROKER.admin().producers(partition)).get(0);

            CoordinatingBroker.get(BROKER.admin().abortTransaction(partition, open));

            assertThat(CoordinatingBroker.get(BROKER.admin().producers(partition)))
                    .allSatisfy(
                            each -> assertThat(each.transactionStartOffset()).isNegative());
            assertThat(read(topic, true)).isEmpty();
        }
    }

    private static TransactionalProducer producer(String id) {
        ProducerConfig impatient = ProducerConfig.DEFAULT.with(ProducerConfig.Delivery.DEFAULT.within(30_000, 1_000));
        return BROKER.client().transactionalProducer(impatient, TransactionConfig.of(id));
    }

    private static void send(TransactionalProducer producer, String topic, int number) {
        producer.room().join();
        var unused = producer.send(record(topic, number));
    }

    private static ProducerRecord record(String topic, int number) {
        return ProducerRecord.of(topic, null, Integer.toString(number).getBytes(StandardCharsets.UTF_8))
                .withPartition(number % PARTITIONS);
    }

    private static List<Integer> read(String topic, boolean committed) throws Exception {
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        List<Integer> read = new ArrayList<>();
        try (Consumer consumer = BROKER.client().consumer(ConsumerConfig.DEFAULT.withReadCommitted(committed))) {
            CoordinatingBroker.get(consumer.assign(partitions, OffsetSpec.earliest()));
            boolean atEnd = false;
            while (!atEnd) {
                Polled polled = CoordinatingBroker.get(consumer.poll(500, 300));
                for (ConsumedRecord record : polled.records()) {
                    read.add(CoordinatingBroker.number(record));
                }
                atEnd = polled.progress().size() == PARTITIONS
                        && polled.progress().values().stream().allMatch(progress -> progress.lag() == 0);
            }
        }
        return read;
    }
}
