package dev.naru.tests.compatibility.external;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program to its end: bytes in, bytes out, an error that holds what it printed.
 *
 * <p>Threading: the calling thread waits; input is small enough for the program to be read back after it was written.
 */
public final class Program {
    private static final int TIMEOUT_S = 90;

    private Program() {}

    /** What the program printed; fails if it does not end with status 0 in time. */
    public static byte[] run(List<String> command, byte[] input) throws IOException, InterruptedException {
        Path output = Files.createTempFile("naru-program", ".out");
        Path errors = Files.createTempFile("naru-program", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input);
            } catch (IOException programEndedEarly) {
                // Its status says so below.
            }
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " did not end within " + TIMEOUT_S + " s: "
                        + Files.readString(errors));
            }
            if (process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + " ended with status " + process.exitValue() + ": "
                        + Files.readString(errors) + Files.readString(output));
            }
            return Files.readAllBytes(output);
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    /** As above, for programs that need no input and print text. */
    public static String text(String... command) throws IOException, InterruptedException {
        return new String(run(List.of(command), new byte[0]), UTF_8);
    }
}
