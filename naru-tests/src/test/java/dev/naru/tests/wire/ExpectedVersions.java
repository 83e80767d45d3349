package dev.naru.tests.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The versions each client chose when it did the same work against Apache Kafka 4.4.0, kept in {@code versions.txt}. A client picks
 * the highest version that both sides know, so a line that differs means that Naru advertises something else than Kafka does.
 *
 * <p>{@code -Dnaru.tests.broker=kafka -Dnaru.tests.wire=record} writes the file anew.
 *
 * <p>Threading: the test's thread.
 */
public final class ExpectedVersions {
    private static final String RESOURCE = "versions.txt";
    private static final String SEPARATOR = ": ";
    /** Some clients look for their group's coordinator even where they never commit; a broker without groups is not asked. */
    private static final String GROUPS = "FindCoordinator ";

    private ExpectedVersions() {}

    public static void check(String client, String actual) throws IOException {
        SortedMap<String, String> expected = read();
        if ("record".equals(System.getProperty("naru.tests.wire"))) {
            expected.put(client, actual);
            write(expected);
        }
        System.out.println("on the wire: " + client + SEPARATOR + actual);
        assertThat(served(actual)).as("API versions that %s sent", client).isEqualTo(served(expected.get(client)));
    }

    /** The line without what a client asks only of a broker that has groups. */
    private static String served(String line) {
        return Arrays.stream(line.split(", ", -1))
                .filter(entry -> !entry.startsWith(GROUPS))
                .collect(Collectors.joining(", "));
    }

    private static SortedMap<String, String> read() throws IOException {
        List<String> lines;
        if (Files.exists(source())) {
            lines = Files.readAllLines(source());
        } else {
            try (InputStream in = ExpectedVersions.class.getResourceAsStream(RESOURCE)) {
                lines = in == null
                        ? List.of()
                        : new String(in.readAllBytes(), UTF_8).lines().toList();
            }
        }
        SortedMap<String, String> byClient = new TreeMap<>();
        for (String line : lines) {
            int separator = line.indexOf(SEPARATOR);
            byClient.put(line.substring(0, separator), line.substring(separator + SEPARATOR.length()));
        }
        return byClient;
    }

    private static void write(SortedMap<String, String> byClient) throws IOException {
        List<String> lines = byClient.entrySet().stream()
                .map(entry -> entry.getKey() + SEPARATOR + entry.getValue())
                .toList();
        Files.createDirectories(source().getParent());
        Files.write(source(), lines);
    }

    private static Path source() {
        return Path.of(System.getProperty("naru.root", "."))
                .resolve("naru-tests/src/test/resources/dev/naru/tests/wire")
                .resolve(RESOURCE);
    }
}
