package dev.naru.tests.transactions;

import dev.naru.testkit.process.BrokerProcess;
import dev.naru.testkit.process.BrokerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The newest Java client against one broker, as the tests of transactions need it.
 *
 * <p>Threading: confined to the test's thread.
 */
final class TransactionalClients implements AutoCloseable {
    private static final Duration POLL_MAX = Duration.ofMillis(200);
    private static final int CALL_TIMEOUT_S = 30;

    private final BrokerProcess broker;
    private final Admin admin;

    TransactionalClients(BrokerProcess broker) {
        this.broker = broker;
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.address()));
    }

    /** A small broker with small internal topics, which looks often for transactions that have been open for too long. */
    static BrokerSpec broker(Path directory) throws IOException {
        return BrokerSpec.small(directory)
                .with("transaction.state.log.num.partitions", "3")
                .with("transaction.state.log.replication.factor", "1")
                .with("transaction.state.log.min.isr", "1")
                .with("offsets.topic.num.partitions", "3")
                .with("offsets.topic.replication.factor", "1")
                .with("transaction.abort.timed.out.transaction.cleanup.interval.ms", "200");
    }

    Admin admin() {
        return admin;
    }

    void createTopic(String topic, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all()
                .get(CALL_TIMEOUT_S, TimeUnit.SECONDS);
    }

    /** A producer that has not begun to initialise its transactions. */
    KafkaProducer<String, String> producer(String transactionalId, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "bootstrap.servers", broker.address(),
                "transactional.id", transactionalId,
                "linger.ms", "0",
                "request.timeout.ms", "5000",
                "delivery.timeout.ms", "15000",
                "reconnect.backoff.max.ms", "200"));
        settings.putAll(more);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    /** A producer that is ready to begin. */
    KafkaProducer<String, String> ready(String transactionalId) {
        KafkaProducer<String, String> producer = producer(transactionalId, Map.of());
        producer.initTransactions();
        return producer;
    }

    /** A group whose offsets are committed by somebody who is no member of it. */
    @SuppressWarnings("removal") // The other way is a consumer of the group, which is not needed here.
    static ConsumerGroupMetadata group(String name) {
        return new ConsumerGroupMetadata(name);
    }

    static void send(KafkaProducer<String, String> producer, String topic, int partition, String value) {
        producer.send(new ProducerRecord<>(topic, partition, null, value));
    }

    /** A producer is answered when the end is decided; readers see it when the markers are written. */
    void awaitMarkers() throws Exception {
        ListTransactionsOptions ending = new ListTransactionsOptions()
                .filterStates(List.of(TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT));
        while (!admin.listTransactions(ending)
                .all()
                .get(CALL_TIMEOUT_S, TimeUnit.SECONDS)
                .isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** All that a consumer of this isolation sees of a topic, partition by partition, once no transaction is ending. */
    Map<Integer, List<String>> read(String topic, int partitions, String isolation) throws Exception {
        awaitMarkers();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.address(),
                "isolation.level",
                isolation,
                "auto.offset.reset",
                "earliest",
                "fetch.max.wait.ms",
                "50");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> all = new ArrayList<>();
            Map<Integer, List<String>> values = new HashMap<>();
            for (int partition = 0; partition < partitions; partition++) {
                all.add(new TopicPartition(topic, partition));
                values.put(partition, new ArrayList<>());
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (!isAt(consumer, ends, all)) {
                for (ConsumerRecord<String, String> record : consumer.poll(POLL_MAX)) {
                    values.get(record.partition()).add(record.value());
                }
            }
            return values;
        }
    }

    private static boolean isAt(
            KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends, Collection<TopicPartition> all) {
        return all.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition));
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
