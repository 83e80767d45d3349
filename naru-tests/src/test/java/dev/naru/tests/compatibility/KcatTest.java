package dev.naru.tests.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.tests.compatibility.external.ExternalClient;
import dev.naru.tests.compatibility.external.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** kcat, the tool most operators reach for first: librdkafka 2.0 from the shell. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KcatTest {
    private static final int LINE_COUNT = 200;
    /** The end of a partition is an empty answer, for which the broker is asked to wait no longer than this. */
    private static final String FETCH_WAIT = "fetch.wait.max.ms=20";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    private static BrokerUnderTest broker;

    @BeforeAll
    static void startBroker() throws Exception {
        ExternalClient.KCAT.require();
        broker = BrokerUnderTest.start(directory);
        broker.recorder().nowComes(ExternalClient.KCAT.title());
    }

    @AfterAll
    static void stopBroker() throws Exception {
        if (broker != null) {
            broker.close();
        }
    }

    @Order(1)
    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void readsBackWhatItWrote(String codec) throws Exception {
        for (String acks : List.of("acks=0", "acks=1", "acks=all", "enable.idempotence=true")) {
            String topic = "kcat-" + codec + "-" + acks.replace('=', '-');
            String lines = lines(codec + " " + acks);
            produce(topic, lines, "-z", codec, "-X", acks);
            if (acks.equals("acks=0")) {
                awaitEnd(topic, LINE_COUNT);
            }
            assertThat(consume(topic, "-f", "%s\\n")).isEqualTo(lines);
        }
    }

    @Order(2)
    @Test
    void carriesKeysHeadersAndTimestamps() throws Exception {
        produce("kcat-keys", "a=1\nb=2\na=\n", "-K", "=", "-Z", "-H", "trace=t1", "-H", "trace=t2");

        assertThat(consume("kcat-keys", "-f", "%o %k %S %s %h\\n")).isEqualTo("""
                0 a 1 1 trace=t1,trace=t2
                1 b 1 2 trace=t1,trace=t2
                2 a -1  trace=t1,trace=t2
                """);
        assertThat(consume("kcat-keys", "-f", "%T\\n").lines().map(Long::parseLong))
                .allSatisfy(timestampMs ->
                        assertThat(System.currentTimeMillis() - timestampMs).isBetween(0L, 60_000L));
    }

    @Order(3)
    @Test
    void startsWhereItIsTold() throws Exception {
        produce("kcat-places", lines("x"));

        assertThat(consumeFrom("kcat-places", "150", "-f", "%o\\n").lines())
                .startsWith("150")
                .hasSize(50);
        assertThat(consumeFrom("kcat-places", "-3", "-f", "%o\\n").lines()).containsExactly("197", "198", "199");
        assertThat(consumeFrom("kcat-places", "end", "-f", "%o\\n")).isEmpty();
        assertThat(consumeFrom("kcat-places", "s@1000", "-c", "1", "-f", "%o\\n"))
                .isEqualTo("0\n");
    }

    @Order(4)
    @Test
    void listsBrokersTopicsAndOffsets() throws Exception {
        produce("kcat-listed", lines("x"));

        assertThat(kcat("-L", "-t", "kcat-listed"))
                .contains("1 brokers:", "at " + broker.address(), "topic \"kcat-listed\" with 1 partitions")
                .containsPattern("partition 0, leader ([0-9]+), replicas: \\1, isrs: \\1");
        assertThat(kcat("-Q", "-t", "kcat-listed:0:-1")).isEqualTo("kcat-listed [0] offset 200\n");
        assertThat(kcat("-Q", "-t", "kcat-listed:0:-2")).isEqualTo("kcat-listed [0] offset 0\n");
        assertThat(kcat("-Q", "-t", "kcat-listed:0:1")).isEqualTo("kcat-listed [0] offset 0\n");
    }

    @Order(100)
    @Test
    void speaksTheVersionsItSpeaksToKafka() throws Exception {
        broker.checkWireOf(ExternalClient.KCAT.title());
    }

    private static void produce(String topic, String lines, String... more) throws Exception {
        List<String> command = command("-P", "-t", topic, "-p", "0");
        command.addAll(Arrays.asList(more));
        Program.run(command, lines.getBytes(UTF_8));
    }

    private static String consume(String topic, String... more) throws Exception {
        return consumeFrom(topic, "beginning", more);
    }

    private static String consumeFrom(String topic, String from, String... more) throws Exception {
        List<String> command = command("-C", "-t", topic, "-p", "0", "-o", from, "-e", "-q", "-X", FETCH_WAIT);
        command.addAll(Arrays.asList(more));
        return new String(Program.run(command, new byte[0]), UTF_8);
    }

    private static String kcat(String... arguments) throws Exception {
        return new String(Program.run(command(arguments), new byte[0]), UTF_8);
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of("kcat", "-b", broker.address()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /** acks=0 means that kcat may be gone before the broker has read what it sent. */
    private static void awaitEnd(String topic, int offset) throws Exception {
        for (int attempt = 0; attempt < 50; attempt++) {
            if (kcat("-Q", "-t", topic + ":0:-1").endsWith("offset " + offset + "\n")) {
                return;
            }
        }
    }

    private static String lines(String what) {
        return IntStream.range(0, LINE_COUNT)
                .mapToObj(i -> what + " line " + i + " 나루터 " + "=".repeat(i) + "\n")
                .collect(Collectors.joining());
    }
}
