package dev.naru.tests.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transaction that is open in a log and that no coordinator knows, because the memory of all coordinators was lost between two
 * runs of the broker: found and ended with Kafka's tools and with Naru's (T2 of the known failures).
 */
class HangingTransactionTest {
    private static final int PARTITIONS = 3;

    @TempDir
    private static Path directory;

    private static OperatedBroker broker;
    private static NaruTool naru;

    @BeforeAll
    static void start() throws Exception {
        broker = new OperatedBroker(directory);
        naru = new NaruTool(broker.address());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void isFoundAndEnded() throws Exception {
        broker.topic("orders", PARTITIONS, 0);
        openInEachPartition("orders");
        loseCoordinators();
        writeToEachPartition("orders", "after");
        try (KafkaConsumer<String, String> reader = broker.consumer(Map.of("isolation.level", "read_committed"));
                KafkaProducer<String, String> goesOn = open("goes-on", "orders")) {
            reader.assign(List.of(new TopicPartition("orders", 0), new TopicPartition("orders", 1)));
            assertThat(OperatedBroker.poll(reader)).isEmpty();

            assertThat(kafka("find-hanging", "--broker-id", "0", "--max-transaction-timeout", "0"))
                    .hasSize(1 + PARTITIONS)
                    .anySatisfy(line -> assertThat(line).matches("orders\\s+0\\s+\\d+\\s+0\\s+-1\\s+0\\s+\\d+\\s+0"));
            assertThat(naru.succeed("transaction", "find-hanging"))
                    .anySatisfy(line -> assertThat(line).matches("orders +0 +0 +5 .* - +hangs"))
                    .contains("3 hanging transactions; to abort:", "  naru transaction abort orders:0,1,2 --execute")
                    .anySatisfy(line -> assertThat(line).startsWith("going on: 1 transaction, "));
            assertThat(describeGroupAtTheStart())
                    .anySatisfy(line -> assertThat(line)
                            .contains("no member has it; held up by a hanging transaction of producer ")
                            .endsWith("; to abort it: naru transaction abort orders:0 --execute"));

            assertThat(kafka("abort", "--topic", "orders", "--partition", "0", "--start-offset", "0"))
                    .isEmpty();
            assertThat(OperatedBroker.read(reader, 1)).containsExactly("after");
            assertThat(naru.succeed("transaction", "abort", "orders:1"))
                    .contains("1 hanging transaction; nothing was changed: add --execute to abort");
            assertThat(naru.succeed("transaction", "abort", "orders", "--execute", "--json"))
                    .filteredOn(line -> line.contains("\"hanging\":true,\"aborted\":true"))
                    .hasSize(PARTITIONS - 1);
            assertThat(OperatedBroker.read(reader, 1)).containsExactly("after");
            assertThat(naru.succeed("transaction", "find-hanging")).first().isEqualTo("no transaction hangs");

            goesOn.commitTransaction();
            assertThat(OperatedBroker.read(reader, 1)).containsExactly("open of goes-on");
        }
    }

    @Test
    void oneThatGoesOnIsEndedThroughItsCoordinator() throws Exception {
        broker.topic("stuck", 1, 0);
        try (KafkaProducer<String, String> stuck = open("stuck-1", "stuck");
                KafkaConsumer<String, String> reader = broker.consumer(Map.of("isolation.level", "read_committed"))) {
            writeToEachPartition("stuck", "after");
            assertThat(naru.succeed("transaction", "terminate", "stuck-1"))
                    .contains("nothing was changed: add --execute to do it");
            assertThat(naru.succeed("transaction", "find-hanging", "stuck", "--all"))
                    .anySatisfy(line -> assertThat(line).matches("stuck +0 +0 +2 .* stuck-1 +going on"));

            assertThat(naru.succeed("transaction", "terminate", "stuck-1", "--execute"))
                    .singleElement()
                    .asString()
                    .matches("transactional id stuck-1: transaction in 1 partition, open for .*, was aborted and its "
                            + "producer fenced");

            reader.assign(List.of(new TopicPartition("stuck", 0)));
            assertThat(OperatedBroker.read(reader, 1)).containsExactly("after");
            assertThat(catchThrowable(stuck::commitTransaction)).isInstanceOf(ProducerFencedException.class);
        }
        assertThat(naru.fail("transaction", "terminate", "never-there", "--execute"))
                .endsWith("naru transaction list shows what there is");
    }

    private static KafkaProducer<String, String> open(String id, String topic) throws Exception {
        KafkaProducer<String, String> producer = broker.producer(Map.of("transactional.id", id));
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, 0, null, "open of " + id)).get();
        return producer;
    }

    private static void openInEachPartition(String topic) throws Exception {
        KafkaProducer<String, String> producer = broker.producer(Map.of("transactional.id", "forgotten"));
        producer.initTransactions();
        producer.beginTransaction();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            for (int number = 0; number < 3; number++) {
                producer.send(new ProducerRecord<>(topic, partition, null, "never seen"))
                        .get();
            }
        }
        broker.process().kill();
        producer.close(Duration.ZERO);
    }

    private static void loseCoordinators() throws Exception {
        Path folder = broker.process().spec().data().resolve("__transaction_state-0");
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted((one, other) -> other.compareTo(one)).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        broker.process().restart();
    }

    private static void writeToEachPartition(String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer = broker.producer(Map.of())) {
            int partitions = producer.partitionsFor(topic).size();
            for (int partition = 0; partition < partitions; partition++) {
                producer.send(new ProducerRecord<>(topic, partition, null, value))
                        .get();
            }
        }
    }

    private static List<String> describeGroupAtTheStart() {
        try (KafkaConsumer<String, String> member = broker.consumer(Map.of("group.id", "held-up"))) {
            member.commitSync(Map.of(new TopicPartition("orders", 0), new OffsetAndMetadata(0)));
        }
        return naru.succeed("group", "describe", "held-up");
    }

    private static List<String> kafka(String... arguments) throws ReflectiveOperationException {
        return broker.tool("TransactionsCommand", arguments).lines();
    }
}
