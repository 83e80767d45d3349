package dev.naru.tests.operators;

import dev.naru.testkit.process.BrokerProcess;
import dev.naru.testkit.process.BrokerProgram;
import dev.naru.testkit.process.BrokerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A broker process with small internal topics, and what there has to be before an operator has anything to do.
 *
 * <p>Threading: the test's thread.
 */
final class OperatedBroker implements AutoCloseable {
    private static final Duration POLL_MAX = Duration.ofMillis(200);
    private static final Duration READING_MAX = Duration.ofSeconds(20);

    /** After so long without a record the console consumer has read all there is. */
    private static final int CONSOLE_MS = 1_000;

    private final BrokerProcess process;
    private final KafkaTools tools;

    OperatedBroker(Path directory) throws IOException, InterruptedException, ReflectiveOperationException {
        process = BrokerProcess.start(
                BrokerProgram.chosen(),
                BrokerSpec.small(directory)
                        .with("offsets.topic.num.partitions", "1")
                        .with("transaction.state.log.num.partitions", "1")
                        .with("group.initial.rebalance.delay.ms", "0"));
        tools = new KafkaTools();
    }

    BrokerProcess process() {
        return process;
    }

    String address() {
        return process.address();
    }

    /** Runs one of Kafka's tools against this broker. */
    KafkaTools.Printed tool(String name, String... arguments) throws ReflectiveOperationException {
        List<String> all = new ArrayList<>(List.of("--bootstrap-server", address()));
        all.addAll(List.of(arguments));
        return tools.run(name, all.toArray(String[]::new));
    }

    /** Runs one of Kafka's tools on files. */
    KafkaTools.Printed fileTool(String name, String... arguments) throws ReflectiveOperationException {
        return tools.run(name, arguments);
    }

    /** What Kafka's console consumer prints of an internal topic. */
    String console(String topic, String formatter) throws ReflectiveOperationException {
        return tool(
                        "consumer.ConsoleConsumer",
                        "--topic",
                        topic,
                        "--from-beginning",
                        "--timeout-ms",
                        Integer.toString(CONSOLE_MS),
                        "--formatter",
                        "org.apache.kafka.tools.consumer." + formatter)
                .text();
    }

    /** Creates a topic with so many records in each partition. */
    void topic(String name, int partitions, int recordsEach) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
        }
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            for (int partition = 0; partition < partitions; partition++) {
                for (int number = 0; number < recordsEach; number++) {
                    producer.send(new ProducerRecord<>(name, partition, null, Integer.toString(number)));
                }
            }
        }
    }

    KafkaProducer<String, String> producer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", address());
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    KafkaConsumer<String, String> consumer(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("bootstrap.servers", address());
        all.putIfAbsent("auto.offset.reset", "earliest");
        all.put("enable.auto.commit", "false");
        return new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
    }

    /** Reads so many records, or for as long as a test has patience. */
    static List<String> read(KafkaConsumer<String, String> consumer, int count) {
        List<String> values = new ArrayList<>();
        long deadlineNs = System.nanoTime() + READING_MAX.toNanos();
        while (values.size() < count && System.nanoTime() < deadlineNs) {
            values.addAll(poll(consumer));
        }
        return values;
    }

    /** Reads what a poll brings. */
    static List<String> poll(KafkaConsumer<String, String> consumer) {
        List<String> values = new ArrayList<>();
        for (ConsumerRecord<String, String> record : consumer.poll(POLL_MAX)) {
            values.add(record.value());
        }
        return values;
    }

    /** A member of a group that was there, read everything, committed and left. */
    void formerMember(String group, String protocol, String topic, int count) {
        try (KafkaConsumer<String, String> consumer = consumer(Map.of("group.id", group, "group.protocol", protocol))) {
            consumer.subscribe(List.of(topic));
            read(consumer, count);
            consumer.commitSync();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
