package dev.naru.tests.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.testkit.process.BrokerProcess;
import dev.naru.testkit.process.BrokerProgram;
import dev.naru.testkit.process.BrokerSpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays the scenarios in {@code src/test/resources/scenarios}, raw requests to the coordinators in several versions, and compares each
 * answer with the one of Apache Kafka 4.4 that stands there.
 *
 * <p>{@code -Dnaru.tests.broker=kafka} asks Apache Kafka itself; with {@code -Dnaru.scenarios.update} besides, its answers are written into
 * the files, to be read as a diff. What Naru answers otherwise on purpose is said there with the reason, see {@link Scenario}.
 */
class ReferenceTest {
    private static final Path FOLDER = Path.of("src/test/resources/scenarios");
    private static final boolean KAFKA =
            System.getProperty(BrokerProgram.PROPERTY, "naru").equals("kafka");

    @TempDir
    private static Path directory;

    private static BrokerProcess broker;

    @BeforeAll
    static void startBroker() throws Exception {
        BrokerSpec spec = ReferenceBroker.spec(directory);
        broker = BrokerProcess.start(BrokerProgram.chosen(), spec);
        ReferenceBroker.prepare(address());
    }

    @AfterAll
    static void stopBroker() throws Exception {
        try (BrokerProcess stopped = broker) {
            stopped.stop();
            assertThat(stopped.log()).doesNotContain("LEAK:");
        }
    }

    static List<Path> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void answersLikeApacheKafka(Path file) throws Exception {
        Scenario scenario = Scenario.read(file);
        List<List<String>> answers = new ArrayList<>();
        try (ScenarioPlayer player = new ScenarioPlayer(address(), new StableNames())) {
            ReferenceBroker.nameTopics(player);
            for (Exchange exchange : scenario.exchanges()) {
                answers.add(player.play(exchange.command()));
            }
        } catch (IllegalArgumentException e) {
            throw new AssertionError("after\n" + scenario.played(answers), e);
        }
        if (KAFKA && System.getProperty("naru.scenarios.update") != null) {
            Files.writeString(file, scenario.answered(answers).text(true));
            return;
        }
        Scenario expected = KAFKA ? scenario : scenario.asNaru();
        assertThat(scenario.answered(answers).text(false)).isEqualTo(expected.text(false));
    }

    private static InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", broker.spec().port());
    }
}
