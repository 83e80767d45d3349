package dev.naru.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.testkit.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays the {@link Transcript}s in {@code src/test/resources/scenarios}: what the controller decided. */
class ScenarioTest {
    static List<Path> scenarios() throws IOException {
        return Transcript.in("src/test/resources/scenarios");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void playsAsWritten(Path file) throws IOException {
        ScenarioPlayer player = new ScenarioPlayer();
        String played = Transcript.play(file, player::play);
        assertThat(played).isEqualTo(Files.readString(file));
    }
}
