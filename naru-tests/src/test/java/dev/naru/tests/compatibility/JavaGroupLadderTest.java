package dev.naru.tests.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.testkit.process.BrokerProcess;
import dev.naru.testkit.process.BrokerProgram;
import dev.naru.testkit.process.BrokerSpec;
import dev.naru.tests.compatibility.java.JavaClientVersion;
import dev.naru.tests.compatibility.java.KafkaActions;
import dev.naru.tests.compatibility.java.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Eight versions of the official Java client read in groups, each by itself, and one after the other in the same group. */
class JavaGroupLadderTest {
    private static final int SHARE = 10;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    private static BrokerProcess broker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = BrokerProcess.start(
                BrokerProgram.chosen(), BrokerSpec.small(directory).with("group.initial.rebalance.delay.ms", "0"));
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWhereItCommitted(JavaClientVersion version) throws Exception {
        KafkaActions client = version.connect(broker.address());
        String topic = "alone-" + version.version();
        write(client, topic, 2 * SHARE);

        assertThat(client.consumeInGroup(topic, topic, SHARE)).isEqualTo(values(0, SHARE));
        assertThat(client.consumeInGroup(topic, topic, SHARE)).isEqualTo(values(SHARE, SHARE));
        client.close();
    }

    @Test
    void everyVersionGoesOnWhereTheOneBeforeItCommitted() throws Exception {
        JavaClientVersion[] versions = JavaClientVersion.values();
        KafkaActions writer = JavaClientVersion.V4_4.connect(broker.address());
        write(writer, "relay", versions.length * SHARE);
        writer.close();
        for (JavaClientVersion version : versions) {
            KafkaActions client = version.connect(broker.address());
            assertThat(client.consumeInGroup("relay", "relay", SHARE))
                    .as("%s", version)
                    .isEqualTo(values(version.ordinal() * SHARE, SHARE));
            client.close();
        }
    }

    private static void write(KafkaActions client, String topic, int count) throws Exception {
        client.createTopic(topic, 1, Map.of());
        List<Message> messages = values(0, count).stream()
                .map(value -> Message.of(0, System.currentTimeMillis(), null, value))
                .toList();
        client.produce(topic, Map.of(), messages);
    }

    private static List<String> values(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(i -> "value " + i).toList();
    }
}
