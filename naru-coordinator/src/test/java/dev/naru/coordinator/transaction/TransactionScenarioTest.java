package dev.naru.coordinator.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.testkit.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays the {@link Transcript}s in {@code src/test/resources/scenarios/transaction}: what the coordinator answered, sent and
 * holds afterwards. At the end the state is compared with a replay of the log.
 */
class TransactionScenarioTest {
    static List<Path> scenarios() throws IOException {
        return Transcript.in("src/test/resources/scenarios/transaction");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void playsAsWritten(Path file) throws IOException {
        TransactionPlayer player = new TransactionPlayer();
        String played = Transcript.play(file, player::play);
        player.checkReplay();
        assertThat(played).isEqualTo(Files.readString(file));
    }
}
