package dev.naru.coordinator.group.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays the transcripts in {@code src/test/resources/consumer-scenarios}: lines that begin with {@code >} are commands,
 * comments begin with {@code #}, everything else is what was answered and, after a plus, what was written. After each command
 * the state is compared with what its log replays to. {@code -Dnaru.scenarios.update} writes the files anew, to be read as a
 * diff.
 */
class ConsumerGroupScenarioTest {
    private static final Path FOLDER = Path.of("src/test/resources/consumer-scenarios");

    static List<Path> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void playsAsWritten(Path file) throws IOException {
        String expected = Files.readString(file);
        ScenarioPlayer player = new ScenarioPlayer();
        StringBuilder played = new StringBuilder();
        for (String line : expected.lines().toList()) {
            if (line.startsWith("#") || line.isBlank()) {
                played.append(line).append('\n');
            } else if (line.startsWith(">")) {
                played.append(line)
                        .append('\n')
                        .append(player.play(line.substring(1).trim()));
            }
        }
        if (System.getProperty("naru.scenarios.update") != null) {
            Files.writeString(file, played);
        } else {
            assertThat(played.toString()).isEqualTo(expected);
        }
    }
}
