package dev.naru.tests.transactions;

import static dev.naru.tests.transactions.TransactionalClients.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.testkit.process.BrokerProcess;
import dev.naru.testkit.process.BrokerProgram;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What a transaction promises, with the newest Java client. Threading: the test's thread. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TransactionsTest {
    private static final String TOPIC = "ledger";
    private static final int PARTITIONS = 3;
    private static final String COMMITTED = "read_committed";
    private static final String ALL = "read_uncommitted";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private BrokerProcess broker;
    private TransactionalClients clients;

    @BeforeEach
    void startBroker() throws Exception {
        broker = BrokerProcess.start(BrokerProgram.chosen(), TransactionalClients.broker(directory));
        clients = new TransactionalClients(broker);
        clients.createTopic(TOPIC, PARTITIONS);
    }

    @AfterEach
    void stopBroker() throws Exception {
        clients.close();
        if (broker.isAlive()) {
            broker.stop();
            assertThat(broker.log()).doesNotContain("LEAK:").doesNotContain("Exception");
        }
    }

    @Test
    void committedRecordsAppearTogetherAndAbortedOnesNever() throws Exception {
        try (KafkaProducer<String, String> producer = clients.ready("teller")) {
            for (int number = 0; number < 20; number++) {
                producer.beginTransaction();
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    send(producer, TOPIC, partition, "t" + number);
                }
                if (number % 3 == 2) {
                    // Else the client drops what it has not sent yet.
                    producer.flush();
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
        }
        List<String> kept = IntStream.range(0, 20)
                .filter(number -> number % 3 != 2)
                .mapToObj(number -> "t" + number)
                .toList();
        assertThat(clients.read(TOPIC, PARTITIONS, COMMITTED)).isEqualTo(Map.of(0, kept, 1, kept, 2, kept));
        assertThat(clients.read(TOPIC, 1, ALL).get(0)).hasSize(20);
    }

    @Test
    void anOpenTransactionHidesItsRecordsAndAllBehindThem() throws Exception {
        try (KafkaProducer<String, String> first = clients.ready("first");
                KafkaProducer<String, String> second = clients.ready("second")) {
            first.beginTransaction();
            send(first, TOPIC, 0, "slow");
            first.flush();
            second.beginTransaction();
            send(second, TOPIC, 0, "quick");
            second.commitTransaction();

            assertThat(clients.read(TOPIC, 1, COMMITTED).get(0)).isEmpty();
            first.commitTransaction();
            assertThat(clients.read(TOPIC, 1, COMMITTED).get(0)).containsExactly("slow", "quick");
        }
    }

    @Test
    void aNewProducerOfTheSameIdFencesTheOldOneAndAbortsItsTransaction() throws Exception {
        try (KafkaProducer<String, String> zombie = clients.ready("teller")) {
            zombie.beginTransaction();
            send(zombie, TOPIC, 0, "lost");
            zombie.flush();
            try (KafkaProducer<String, String> successor = clients.ready("teller")) {
                assertThatThrownBy(() -> {
                            send(zombie, TOPIC, 0, "late");
                            zombie.commitTransaction();
                        })
                        .isInstanceOf(KafkaException.class);
                successor.beginTransaction();
                send(successor, TOPIC, 0, "kept");
                successor.commitTransaction();
            }
        }
        assertThat(clients.read(TOPIC, 1, COMMITTED).get(0)).containsExactly("kept");
    }

    @Test
    void aTransactionThatTakesTooLongIsAborted() throws Exception {
        try (KafkaProducer<String, String> producer =
                clients.producer("sleeper", Map.of("transaction.timeout.ms", "500"))) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, TOPIC, 0, "forgotten");
            producer.flush();
            awaitState("sleeper", TransactionState.COMPLETE_ABORT);

            assertThatThrownBy(producer::commitTransaction).isInstanceOf(KafkaException.class);
        }
        try (KafkaProducer<String, String> producer = clients.ready("sleeper")) {
            producer.beginTransaction();
            send(producer, TOPIC, 0, "awake");
            producer.commitTransaction();
        }
        assertThat(clients.read(TOPIC, 1, COMMITTED).get(0)).containsExactly("awake");
    }

    @Test
    void aTimeoutAboveTheLimitIsRefused() {
        try (KafkaProducer<String, String> producer =
                clients.producer("patient", Map.of("transaction.timeout.ms", "900001"))) {
            assertThatThrownBy(producer::initTransactions).hasMessageContaining("transaction.max.timeout.ms");
        }
    }

    @Test
    void whatWasCommittedAndWhatWasNotSurvivesAKill() throws Exception {
        try (KafkaProducer<String, String> producer = clients.ready("teller")) {
            producer.beginTransaction();
            send(producer, TOPIC, 0, "committed");
            producer.commitTransaction();
            producer.beginTransaction();
            send(producer, TOPIC, 0, "aborted");
            producer.abortTransaction();
            producer.beginTransaction();
            send(producer, TOPIC, 0, "open");
            producer.flush();
            broker.kill();
            broker.restart();

            assertThat(clients.read(TOPIC, 1, COMMITTED).get(0)).containsExactly("committed");
            send(producer, TOPIC, 1, "and more");
            producer.commitTransaction();
        }
        assertThat(clients.read(TOPIC, 2, COMMITTED))
                .isEqualTo(Map.of(0, List.of("committed", "open"), 1, List.of("and more")));
    }

    @Test
    void toolsSeeTransactionsAndEndThoseThatHang() throws Exception {
        try (KafkaProducer<String, String> producer = clients.ready("teller")) {
            producer.beginTransaction();
            send(producer, TOPIC, 1, "hanging");
            producer.flush();
            TransactionDescription described = describe("teller");
            assertThat(described.state()).isEqualTo(TransactionState.ONGOING);
            assertThat(described.topicPartitions()).containsExactly(new TopicPartition(TOPIC, 1));
            assertThat(list(new ListTransactionsOptions().filterOnTransactionalIdPattern("tell.*")))
                    .extracting(TransactionListing::transactionalId)
                    .containsExactly("teller");
            assertThat(list(new ListTransactionsOptions().filterStates(List.of(TransactionState.EMPTY))))
                    .isEmpty();
            assertThat(list(new ListTransactionsOptions().filterOnDuration(60_000)))
                    .isEmpty();

            ProducerState writing = producers(1).get(0);
            assertThat(writing.producerId()).isEqualTo(described.producerId());
            assertThat(writing.currentTransactionStartOffset()).hasValue(0);
            clients.admin()
                    .abortTransaction(new AbortTransactionSpec(
                            new TopicPartition(TOPIC, 1), writing.producerId(), (short) writing.producerEpoch(), 0))
                    .all()
                    .get(30, TimeUnit.SECONDS);

            assertThat(producers(1).get(0).currentTransactionStartOffset()).isEmpty();
            assertThat(clients.read(TOPIC, PARTITIONS, COMMITTED).get(1)).isEmpty();
        }
    }

    @Test
    void nobodyWritesToTheTopicsOfTheCoordinators() throws Exception {
        clients.ready("teller").close();
        try (KafkaProducer<String, String> producer = clients.ready("intruder")) {
            producer.beginTransaction();
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("__transaction_state", 0, "k", "v"))
                            .get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(InvalidTopicException.class);
            producer.abortTransaction();
        }
        // Kafka would delete it, and all transactions with it.
        assertThatThrownBy(() -> clients.admin()
                        .deleteTopics(List.of("__transaction_state"))
                        .all()
                        .get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(InvalidTopicException.class);
    }

    @Test
    void offsetsAreCommittedWithTheRecordsOrNotAtAll() throws Exception {
        TopicPartition source = new TopicPartition(TOPIC, 0);
        try (KafkaProducer<String, String> producer = clients.ready("transformer")) {
            producer.beginTransaction();
            send(producer, TOPIC, 1, "made of 0 to 4");
            producer.sendOffsetsToTransaction(
                    Map.of(source, new OffsetAndMetadata(5)), TransactionalClients.group("group"));
            assertThat(offsets("group")).isEmpty();
            producer.commitTransaction();
            assertThat(offsets("group")).containsEntry(source, new OffsetAndMetadata(5));

            producer.beginTransaction();
            send(producer, TOPIC, 1, "made of 5 to 6");
            producer.sendOffsetsToTransaction(
                    Map.of(source, new OffsetAndMetadata(7)), TransactionalClients.group("group"));
            producer.abortTransaction();
            assertThat(offsets("group")).containsEntry(source, new OffsetAndMetadata(5));
        }
        assertThat(clients.read(TOPIC, PARTITIONS, COMMITTED).get(1)).containsExactly("made of 0 to 4");
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(String group) throws Exception {
        clients.awaitMarkers();
        return clients.admin()
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void aFencedProducerIsToldSo() {
        try (KafkaProducer<String, String> zombie = clients.ready("teller");
                KafkaProducer<String, String> successor = clients.ready("teller")) {
            zombie.beginTransaction();
            send(zombie, TOPIC, 0, "late");
            assertThatThrownBy(zombie::commitTransaction).isInstanceOf(InvalidProducerEpochException.class);
            assertThatThrownBy(zombie::abortTransaction).isInstanceOf(ProducerFencedException.class);
            successor.beginTransaction();
            successor.abortTransaction();
        }
    }

    private void awaitState(String transactionalId, TransactionState state) throws Exception {
        while (describe(transactionalId).state() != state) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private TransactionDescription describe(String transactionalId) throws Exception {
        return clients.admin()
                .describeTransactions(List.of(transactionalId))
                .description(transactionalId)
                .get(30, TimeUnit.SECONDS);
    }

    private Collection<TransactionListing> list(ListTransactionsOptions options) throws Exception {
        return clients.admin().listTransactions(options).all().get(30, TimeUnit.SECONDS);
    }

    private List<ProducerState> producers(int partition) throws Exception {
        TopicPartition id = new TopicPartition(TOPIC, partition);
        return clients.admin()
                .describeProducers(List.of(id))
                .partitionResult(id)
                .get(30, TimeUnit.SECONDS)
                .activeProducers();
    }
}
