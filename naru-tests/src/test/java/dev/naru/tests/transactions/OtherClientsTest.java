package dev.naru.tests.transactions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.testkit.process.BrokerProcess;
import dev.naru.testkit.process.BrokerProgram;
import dev.naru.tests.compatibility.external.ExternalClient;
import dev.naru.tests.compatibility.external.Program;
import dev.naru.tests.compatibility.java.JavaClientVersion;
import dev.naru.tests.compatibility.java.KafkaActions;
import dev.naru.tests.compatibility.java.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients that keep their epoch from one transaction to the next, back to the first that had transactions, and one that is not
 * written in Java. Threading: the test's thread.
 */
class OtherClientsTest {
    private static final int COUNT = 30;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    private static BrokerProcess broker;
    private static TransactionalClients clients;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = BrokerProcess.start(BrokerProgram.chosen(), TransactionalClients.broker(directory));
        clients = new TransactionalClients(broker);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        clients.close();
        broker.stop();
        assertThat(broker.log()).doesNotContain("LEAK:").doesNotContain("Exception");
    }

    @ParameterizedTest
    @EnumSource
    void everyJavaClientCommitsAndAborts(JavaClientVersion version) throws Exception {
        String topic = "java-" + version.version();
        clients.createTopic(topic, 2);
        KafkaActions client = version.connect(broker.address());
        try {
            client.transact(topic, topic, messages("first"), null, true);
            client.transact(topic, topic, messages("never"), null, false);
            client.transact(topic, topic, messages("last"), null, true);
        } finally {
            client.close();
        }
        assertThat(clients.read(topic, 2, "read_committed"))
                .isEqualTo(Map.of(0, values(0, "first", "last"), 1, values(1, "first", "last")));
        assertThat(clients.read(topic, 2, "read_uncommitted"))
                .isEqualTo(Map.of(0, values(0, "first", "never", "last"), 1, values(1, "first", "never", "last")));
    }

    @ParameterizedTest
    @EnumSource(names = {"V2_8", "V3_3", "V3_9", "V4_0", "V4_4"})
    void offsetsAreCommittedWithTheRecords(JavaClientVersion version) throws Exception {
        String topic = "offsets-" + version.version();
        String group = "group-" + version.version();
        clients.createTopic(topic, 2);
        KafkaActions client = version.connect(broker.address());
        try {
            client.transact(topic, topic, messages("first"), group, true);
            client.transact(topic, topic, messages("never").subList(0, 1), group, false);
        } finally {
            client.close();
        }
        long offset = clients.admin()
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(30, TimeUnit.SECONDS)
                .get(new TopicPartition(topic, 0))
                .offset();
        assertThat(offset).isEqualTo(COUNT);
    }

    @Test
    void kcatCommits() throws Exception {
        ExternalClient.KCAT.require();
        clients.createTopic("kcat", 1);
        StringBuilder lines = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int number = 0; number < COUNT; number++) {
            lines.append("line ").append(number).append('\n');
            expected.add("line " + number);
        }
        List<String> command =
                List.of("kcat", "-b", broker.address(), "-P", "-t", "kcat", "-p", "0", "-X", "transactional.id=kcat");
        Program.run(command, lines.toString().getBytes(UTF_8));
        Program.run(command, lines.toString().getBytes(UTF_8));

        expected.addAll(List.copyOf(expected));
        assertThat(clients.read("kcat", 1, "read_committed").get(0)).isEqualTo(expected);
        List<String> reading = List.of(
                "kcat",
                "-b",
                broker.address(),
                "-C",
                "-t",
                "kcat",
                "-p",
                "0",
                "-o",
                "beginning",
                "-e",
                "-q",
                "-X",
                "isolation.level=read_committed");
        assertThat(new String(Program.run(reading, new byte[0]), UTF_8))
                .isEqualTo(lines.toString().repeat(2));
    }

    private static List<Message> messages(String what) {
        List<Message> messages = new ArrayList<>();
        for (int number = 0; number < COUNT; number++) {
            messages.add(Message.of(number % 2, System.currentTimeMillis(), null, what + number));
        }
        return messages;
    }

    private static List<String> values(int partition, String... whats) {
        List<String> values = new ArrayList<>();
        for (String what : whats) {
            for (int number = partition; number < COUNT; number += 2) {
                values.add(what + number);
            }
        }
        return values;
    }
}
