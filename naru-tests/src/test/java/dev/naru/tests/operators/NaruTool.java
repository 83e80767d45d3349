package dev.naru.tests.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.cli.NaruCommand;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Naru's own commands, run in this process. Threading: the test's thread. */
final class NaruTool {
    private final String address;

    NaruTool(String address) {
        this.address = address;
    }

    /** The lines a command prints; it must come to a good end. */
    List<String> succeed(String... words) {
        return run(0, words);
    }

    /** The one line in which a command complains. */
    String fail(String... words) {
        List<String> lines = run(1, words);
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    private List<String> run(int expectedStatus, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--bootstrap", address));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = NaruCommand.run(
                all.toArray(String[]::new),
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(status).as("naru %s: %s", String.join(" ", words), err).isEqualTo(expectedStatus);
        return (expectedStatus == 0 ? out : err)
                .toString(StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
