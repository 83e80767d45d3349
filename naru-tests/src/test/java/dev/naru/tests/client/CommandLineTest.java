package dev.naru.tests.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.cli.NaruCommand;
import dev.naru.testkit.process.BrokerProcess;
import dev.naru.testkit.process.BrokerProgram;
import dev.naru.testkit.process.BrokerSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    @TempDir
    private static Path directory;

    private static BrokerProcess broker;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        broker = BrokerProcess.start(
                BrokerProgram.chosen(), BrokerSpec.small(directory).with("auto.create.topics.enable", "true"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void bytesComeOutAsTheyWentIn() {
        byte[] input = new byte[300_000];
        new Random(1).nextBytes(input);
        input[input.length - 1] = '\n';
        succeed("topic", "create", "bytes", "--partitions", "1");

        assertThat(run(input, "produce", "bytes", "--compression", "zstd:1")).isZero();
        succeed("consume", "bytes", "--exit-at-end");

        assertThat(out.toByteArray()).isEqualTo(input);
    }

    @Test
    void keysHeadersAndOffsetsShowInTheFormat() {
        byte[] input = bytes("a:1\nno key\nb:2:3\nlast");
        assertThat(run(input, "produce", "formats", "--key-separator", ":", "--header", "from=test", "--acks", "1"))
                .isZero();

        succeed("consume", "formats", "--exit-at-end", "--format", "%t %p %o [%k] [%s] %K %S %h\\n");

        assertThat(lines())
                .containsExactly(
                        "formats 0 0 [a] [1] 1 1 from=test",
                        "formats 0 1 [] [no key] -1 6 from=test",
                        "formats 0 2 [b] [2:3] 1 3 from=test",
                        "formats 0 3 [] [last] -1 4 from=test");
    }

    @Test
    void readsFromAnyPlace() {
        assertThat(run(bytes("0\n1\n2\n3\n4\n"), "produce", "places")).isZero();

        assertThat(consumed("places", "--from", "3")).containsExactly("3", "4");
        assertThat(consumed("places", "--from", "-2")).containsExactly("3", "4");
        assertThat(consumed("places", "--from", "end")).isEmpty();
        assertThat(consumed("places", "--from", "-1h", "--max", "1")).containsExactly("0");
        assertThat(consumed("places", "--from", "2100-01-01")).isEmpty();
    }

    @Test
    void topicsAreCreatedListedChangedAndDeleted() {
        succeed("topic", "create", "life", "--partitions", "2", "--config", "retention.ms=1000000");
        assertThat(lines()).containsExactly("created topic life with 2 partitions and 1 replica");
        succeed("topic", "create", "life", "--if-not-exists");
        succeed("topic", "list");
        assertThat(lines()).anySatisfy(line -> assertThat(line).matches("life +2 +1"));
        succeed("topic", "alter", "life", "--partitions", "3", "--unset", "retention.ms");
        succeed("topic", "describe", "life", "--json");
        assertThat(lines())
                .singleElement()
                .asString()
                .contains("\"configs\":{}")
                .contains("\"partition\":2");
        succeed("topic", "delete", "life");

        assertThat(run(new byte[0], "topic", "describe", "life")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("UNKNOWN_TOPIC_OR_PARTITION");
    }

    @Test
    void settingsAreSetShownAndUnset() {
        succeed("topic", "create", "settings");
        succeed("config", "set", "--topic", "settings", "retention.ms=55555");
        succeed("config", "describe", "--topic", "settings", "--changed");
        assertThat(lines()).anySatisfy(line -> assertThat(line).matches("retention.ms +55555 +topic"));
        succeed("config", "unset", "--topic", "settings", "retention.ms");
        succeed("config", "describe", "--topic", "settings", "--changed");
        assertThat(lines()).noneSatisfy(line -> assertThat(line).contains("55555"));
        assertThat(run(new byte[0], "config", "set", "--topic", "settings", "retention.ms=soon"))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("INVALID_CONFIG")
                .hasLineCount(1);
    }

    @Test
    void endsQuietlyWhenNobodyReadsItsOutput() {
        assertThat(run(bytes("1\n2\n"), "produce", "closed")).isZero();
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        int status = NaruCommand.run(
                arguments("consume", "closed"),
                new ByteArrayInputStream(new byte[0]),
                closed,
                new PrintStream(err, true, StandardCharsets.UTF_8));

        assertThat(status).isZero();
        assertThat(err.size()).isZero();
    }

    private List<String> consumed(String topic, String... options) {
        List<String> words = new ArrayList<>(List.of("consume", topic, "--exit-at-end"));
        words.addAll(List.of(options));
        succeed(words.toArray(String[]::new));
        return lines();
    }

    private void succeed(String... words) {
        int status = run(new byte[0], words);
        assertThat(status).as("%s", err).isZero();
    }

    private int run(byte[] input, String... words) {
        out.reset();
        err.reset();
        return NaruCommand.run(
                arguments(words),
                new ByteArrayInputStream(input),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String[] arguments(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--bootstrap", broker.address()));
        return all.toArray(String[]::new);
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
