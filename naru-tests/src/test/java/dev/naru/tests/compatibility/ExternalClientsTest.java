package dev.naru.tests.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.tests.compatibility.external.ExternalClient;
import dev.naru.tests.compatibility.external.Program;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients in C, Python and JavaScript do all that a standalone broker offers. What they do is in their own languages under
 * src/test/python and src/test/js; kcat's turn is in {@link KcatTest}.
 */
class ExternalClientsTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    private static BrokerUnderTest broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = BrokerUnderTest.start(directory);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @Test
    void servesPurePythonClient() throws Exception {
        work(ExternalClient.KAFKA_PYTHON, ExternalClient.debianPython(), "python/work_kafka_python.py");
    }

    @Test
    void servesPythonClientOfLibrdkafka() throws Exception {
        work(ExternalClient.CONFLUENT_PYTHON, ExternalClient.debianPython(), "python/work_confluent_kafka.py");
    }

    @Test
    void servesKafkaJs() throws Exception {
        work(ExternalClient.KAFKAJS, "node", "js/work.js");
    }

    private static void work(ExternalClient client, String interpreter, String script) throws Exception {
        client.require();
        broker.recorder().nowComes(client.title());
        String topic = "work-" + client.name().toLowerCase(Locale.ROOT);
        assertThat(Program.text(interpreter, ExternalClient.script(script), broker.address(), topic))
                .endsWith("done\n");
        broker.checkWireOf(client.title());
    }
}
