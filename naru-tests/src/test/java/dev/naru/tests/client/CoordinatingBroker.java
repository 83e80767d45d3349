package dev.naru.tests.client;

import dev.naru.client.Address;
import dev.naru.client.Client;
import dev.naru.client.ClientConfig;
import dev.naru.client.admin.Admin;
import dev.naru.client.admin.NewTopic;
import dev.naru.client.consumer.ConsumedRecord;
import dev.naru.client.producer.Producer;
import dev.naru.client.producer.ProducerConfig;
import dev.naru.client.producer.ProducerRecord;
import dev.naru.testkit.process.BrokerProcess;
import dev.naru.testkit.process.BrokerProgram;
import dev.naru.testkit.process.BrokerSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A broker that coordinates groups and transactions and notices dead members within seconds, with a client of it. It runs as
 * long as the tests of the class that registers it.
 *
 * <p>Threading: the test's thread.
 */
final class CoordinatingBroker implements BeforeAllCallback, AfterAllCallback {
    static final int SESSION_TIMEOUT_MS = 2_000;

    private static final long PATIENCE_SECONDS = 60;

    private final Supplier<Path> directory;
    private BrokerProcess process;
    private Client client;
    private Admin admin;

    /** {@code directory} is asked when the tests begin. */
    CoordinatingBroker(Supplier<Path> directory) {
        this.directory = directory;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
        process = BrokerProcess.start(
                BrokerProgram.chosen(),
                BrokerSpec.small(directory.get())
                        .with("offsets.topic.num.partitions", "3")
                        .with("transaction.state.log.num.partitions", "3")
                        .with("group.initial.rebalance.delay.ms", "100")
                        .with("group.min.session.timeout.ms", "500")
                        .with("group.consumer.min.session.timeout.ms", "500")
                        .with("group.consumer.session.timeout.ms", Integer.toString(SESSION_TIMEOUT_MS))
                        .with("group.consumer.min.heartbeat.interval.ms", "100")
                        .with("group.consumer.heartbeat.interval.ms", "300")
                        .with("auto.create.topics.enable", "false"));
        client = newClient();
        admin = client.admin();
    }

    String address() {
        return process.address();
    }

    Client client() {
        return client;
    }

    Admin admin() {
        return admin;
    }

    /** A client of its own, which can be closed without a word to the group. */
    Client newClient() {
        return Client.open(ClientConfig.of(Address.parseAll(process.address())));
    }

    /** Creates a topic of this name. */
    String topic(String name, int partitions) throws Exception {
        get(admin.createTopic(new NewTopic(name, partitions, 1, Map.of())));
        return name;
    }

    /** Sends the numbers from {@code first} on, each to the partition of its number modulo {@code partitions}. */
    void produce(String topic, int partitions, int first, int count) {
        try (Producer producer = client.producer(ProducerConfig.DEFAULT)) {
            for (int number = first; number < first + count; number++) {
                producer.room().join();
                var unused = producer.send(
                        ProducerRecord.of(topic, null, Integer.toString(number).getBytes(StandardCharsets.UTF_8))
                                .withPartition(number % partitions));
            }
        }
    }

    /** The number in a record. */
    static int number(ConsumedRecord record) {
        return Integer.parseInt(new String(record.value(), StandardCharsets.UTF_8));
    }

    static <T> T get(CompletableFuture<T> call) throws Exception {
        return call.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        admin.close();
        client.close();
        process.close();
    }
}
