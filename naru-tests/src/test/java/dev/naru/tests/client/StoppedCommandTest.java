package dev.naru.tests.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.cli.NaruCommand;
import dev.naru.client.BrokerException;
import dev.naru.common.TopicPartition;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Commands as processes of their own, stopped or killed in the middle. */
@Timeout(60)
class StoppedCommandTest {
    private static final int STOP_TIMEOUT_S = 20;

    @TempDir
    private static Path directory;

    @RegisterExtension
    private static final CoordinatingBroker BROKER = new CoordinatingBroker(() -> directory);

    @Test
    void aStoppedConsumerCommitsAndLeavesItsGroup() throws Exception {
        String topic = BROKER.topic("stopped-consumer", 1);
        BROKER.produce(topic, 1, 0, 10);
        Process consumer = command("consume", topic, "--group", "stopped");
        BufferedReader printed = consumer.inputReader();
        for (int line = 0; line < 10; line++) {
            assertThat(printed.readLine()).isEqualTo(Integer.toString(line));
        }

        consumer.destroy();

        assertThat(consumer.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
        assertThat(CoordinatingBroker.get(BROKER.admin().group("stopped")).members())
                .isEmpty();
        assertThat(CoordinatingBroker.get(BROKER.admin().groupOffsets("stopped")))
                .hasEntrySatisfying(
                        new TopicPartition(topic, 0),
                        offset -> assertThat(offset.offset()).isEqualTo(10));
    }

    /** Stopping it closes its standard input as well, as Ctrl-C does with a whole pipeline: that is no end to commit at. */
    @Test
    void aStoppedProducerAbortsItsTransaction() throws Exception {
        String topic = BROKER.topic("stopped-producer", 1);
        Process producer = producing(topic, "stopped-1");

        producer.destroy();

        assertThat(producer.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
        assertThat(CoordinatingBroker.get(BROKER.admin().transaction("stopped-1"))
                        .state())
                .isIn("PrepareAbort", "CompleteAbort");
        assertThat(committed(topic)).isEmpty();
    }

    @Test
    void nothingOfAKilledProducerIsSeenOnceItRunsAgain() throws Exception {
        String topic = BROKER.topic("killed-producer", 1);
        Process producer = producing(topic, "killed-1");

        producer.destroyForcibly();
        assertThat(producer.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
        Process again = command("produce", topic, "--transactional-id", "killed-1");
        write(again.getOutputStream(), "second\n");
        again.getOutputStream().close();

        assertThat(again.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
        assertThat(again.exitValue()).isZero();
        assertThat(committed(topic)).containsExactly("second");
    }

    /** A producer in the middle of its transaction. */
    private static Process producing(String topic, String id) throws Exception {
        Process producer = command("produce", topic, "--transactional-id", id);
        write(producer.getOutputStream(), "first\n".repeat(2_000));
        while (!isOpen(id)) {
            assertThat(producer.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        return producer;
    }

    private static boolean isOpen(String id) throws Exception {
        try {
            return !CoordinatingBroker.get(BROKER.admin().transaction(id))
                    .partitions()
                    .isEmpty();
        } catch (ExecutionException notYet) {
            assertThat(notYet).hasCauseInstanceOf(BrokerException.class);
            return false;
        }
    }

    private static void write(OutputStream input, String text) throws IOException {
        input.write(text.getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    private static Process command(String... words) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                NaruCommand.class.getName()));
        command.addAll(List.of(words));
        command.addAll(List.of("--bootstrap", BROKER.address()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<String> committed(String topic) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String[] words = {
            "consume", topic, "--read-committed", "--exit-at-end", "--timeout", "10", "--bootstrap", BROKER.address()
        };
        int status = NaruCommand.run(
                words, new ByteArrayInputStream(new byte[0]), out, new PrintStream(OutputStream.nullOutputStream()));
        assertThat(status).isZero();
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
