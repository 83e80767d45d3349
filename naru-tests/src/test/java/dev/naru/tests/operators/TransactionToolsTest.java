package dev.naru.tests.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka's own tools for transactions, offsets and features say of Naru what they say of Apache Kafka. */
class TransactionToolsTest {
    @TempDir
    private static Path directory;

    private static OperatedBroker broker;
    private static KafkaProducer<String, String> open;

    @BeforeAll
    static void start() throws Exception {
        broker = new OperatedBroker(directory);
        broker.topic("orders", 1, 0);
        broker.topic("payments", 1, 10);
        try (KafkaProducer<String, String> done = broker.producer(Map.of("transactional.id", "done"))) {
            done.initTransactions();
            done.beginTransaction();
            done.send(new ProducerRecord<>("orders", 0, null, "committed"));
            done.commitTransaction();
        }
        open = broker.producer(Map.of("transactional.id", "open"));
        open.initTransactions();
        open.beginTransaction();
        open.send(new ProducerRecord<>("orders", 0, null, "not yet")).get();
        try (KafkaConsumer<String, String> reader = broker.consumer(Map.of("group.id", "billing"))) {
            reader.subscribe(List.of("payments"));
            OperatedBroker.read(reader, 10);
            ConsumerGroupMetadata billing = reader.groupMetadata();
            open.sendOffsetsToTransaction(Map.of(new TopicPartition("payments", 0), new OffsetAndMetadata(5)), billing);
        }
    }

    @AfterAll
    static void stop() {
        open.close();
        broker.close();
    }

    @Test
    void listsAndDescribesTransactions() throws Exception {
        assertThat(transactions("list"))
                .anySatisfy(line -> assertThat(line).matches("done\\s+\\d\\s+\\d+\\s+CompleteCommit"))
                .anySatisfy(line -> assertThat(line).matches("open\\s+\\d\\s+\\d+\\s+Ongoing"));
        assertThat(transactions("list", "--transactional-id-pattern", "d.*")).hasSize(2);
        assertThat(transactions("list", "--duration-filter", "600000")).hasSize(1);
        assertThat(transactions("describe", "--transactional-id", "open"))
                .last()
                .asString()
                .matches("\\d\\s+open\\s+\\d+\\s+0\\s+Ongoing\\s+60000\\s+\\d+\\s+\\d+\\s+\\S+")
                .contains("orders-0")
                .contains("__consumer_offsets-0");
        assertThat(transactions("describe", "--transactional-id", "missing"))
                .singleElement()
                .asString()
                .contains("because the ID could not be found");
    }

    @Test
    void describesProducers() throws Exception {
        assertThat(transactions("describe-producers", "--topic", "orders", "--partition", "0"))
                .anySatisfy(line -> assertThat(line).matches("\\d+\\s+1\\s+0\\s+-1\\s+\\d+\\s+None"))
                .anySatisfy(line -> assertThat(line).matches("\\d+\\s+0\\s+-1\\s+0\\s+\\d+\\s+2"));
    }

    @Test
    void findsNothingHangingThatGoesOn() throws Exception {
        assertThat(transactions("find-hanging", "--broker-id", "0", "--max-transaction-timeout", "0"))
                .hasSize(1);
        assertThat(transactions("abort", "--topic", "orders", "--partition", "0", "--start-offset", "77"))
                .containsExactly("Could not find any open transactions starting at offset 77 on partition orders-0");
    }

    @Test
    void endsATransactionByItsId() throws Exception {
        broker.topic("forced", 1, 0);
        try (KafkaProducer<String, String> producer = broker.producer(Map.of("transactional.id", "forced"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("forced", 0, null, "never")).get();

            assertThat(transactions("forceTerminateTransaction", "--transactionalId", "forced"))
                    .isEmpty();

            assertThat(transactions("list", "--transactional-id-pattern", "forced"))
                    .last()
                    .asString()
                    .endsWith("Empty");
        }
    }

    @Test
    void readsWhatCoordinatorsWrote() throws Exception {
        assertThat(broker.console("__transaction_state", "TransactionLogMessageFormatter"))
                .contains("{\"type\":0,\"data\":{\"transactionalId\":\"open\"}}")
                .contains(
                        "\"transactionStatus\":1,\"transactionPartitions\":[{\"topic\":\"orders\",\"partitionIds\":[0]}]");
        Path log = broker.process().spec().data().resolve("__transaction_state-0/00000000000000000000.log");
        assertThat(broker.fileTool("DumpLogSegments", "--transaction-log-decoder", "--files", log.toString())
                        .lines())
                .anySatisfy(line -> assertThat(line)
                        .contains("key: {\"type\":\"0\",\"data\":{\"transactionalId\":\"done\"}}")
                        .contains("\"transactionStatus\":4,\"transactionPartitions\":[]"))
                .noneSatisfy(line -> assertThat(line).contains("isvalid: false"));
    }

    @Test
    void describesTopicsOffsetsAndFeatures() throws Exception {
        assertThat(broker.tool("TopicCommand", "--describe", "--topic", "__transaction_state")
                        .text())
                .contains("PartitionCount: 1\tReplicationFactor: 1\t")
                .contains("min.insync.replicas=1,cleanup.policy=compact,segment.bytes=104857600");
        assertThat(broker.tool("TopicCommand", "--list", "--exclude-internal").lines())
                .contains("orders")
                .doesNotContain("__transaction_state");
        assertThat(broker.tool("GetOffsetShell", "--topic", "payments").lines()).containsExactly("payments:0:10");
        assertThat(broker.tool("FeatureCommand", "describe").lines())
                .anySatisfy(line -> assertThat(line).matches("Feature: group.version .*FinalizedVersionLevel: 1 .*"))
                .anySatisfy(
                        line -> assertThat(line).matches("Feature: transaction.version .*FinalizedVersionLevel: 2 .*"));
    }

    @Test
    void measuresTransactions() throws Exception {
        broker.topic("measured", 1, 0);
        assertThat(broker.tool(
                                "ProducerPerformance",
                                "--topic",
                                "measured",
                                "--num-records",
                                "500",
                                "--record-size",
                                "100",
                                "--throughput",
                                "-1",
                                "--transactional-id",
                                "measured",
                                "--transaction-duration-ms",
                                "10")
                        .text())
                .startsWith("500 records sent");
        assertThat(broker.tool(
                                "ConsumerPerformance",
                                "--topic",
                                "measured",
                                "--num-records",
                                "500",
                                "--group",
                                "measured")
                        .lines())
                .hasSize(2)
                .last()
                .asString()
                .contains(", 500, ");
    }

    private static List<String> transactions(String... arguments) throws ReflectiveOperationException {
        return broker.tool("TransactionsCommand", arguments).lines();
    }
}
