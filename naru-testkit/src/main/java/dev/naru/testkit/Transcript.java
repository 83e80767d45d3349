package dev.naru.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A text file that shows what a state machine answers. Lines that begin with {@code >} are commands, comments begin with
 * {@code #}, everything else is what was answered. With {@code -Dnaru.scenarios.update} the files are written anew, to be
 * read as a diff.
 *
 * <p>Threading: stateless.
 */
public final class Transcript {
    private Transcript() {}

    /** What answers the commands. */
    public interface Player {
        /** What comes of a command, without its {@code >}: whole lines, or nothing. */
        String play(String command);
    }

    /** All transcripts of a folder, by name. */
    public static List<Path> in(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.sorted().toList();
        }
    }

    /** The transcript as it comes out now; the test compares it with what the file says. */
    public static String play(Path file, Player player) throws IOException {
        StringBuilder played = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
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
        }
        return played.toString();
    }
}
