package dev.naru.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.tests.operators.KafkaTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Kafka's own DumpLogSegments as a judge of files. Threading: one thread, since standard output is everybody's. */
final class SegmentDump {
    private static final List<String> COMPLAINTS = List.of(
            "isvalid: false",
            "Mismatches in",
            "Found timestamp mismatch",
            "Found out of order timestamp",
            "Non-consecutive offsets",
            "Index offset",
            "Index position",
            "Exception",
            "mismatch",
            "corrupt");

    private final KafkaTools tools = new KafkaTools();

    SegmentDump() throws IOException, ReflectiveOperationException {}

    /** Fails if the tool has anything to say against a segment, an index or a snapshot of these topics. */
    void check(Path logDirectory, List<String> topics) throws IOException, ReflectiveOperationException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(logDirectory)) {
            files = all.filter(file -> isChecked(file, topics)).sorted().toList();
        }
        assertThat(files).as("segments under %s", logDirectory).isNotEmpty();
        for (Path file : files) {
            List<String> complaints = tools.run("DumpLogSegments", "--files", file.toString()).lines().stream()
                    .filter(line -> COMPLAINTS.stream().anyMatch(line::contains))
                    .toList();
            assertThat(complaints).as("what DumpLogSegments says of %s", file).isEmpty();
        }
    }

    private static boolean isChecked(Path file, List<String> topics) {
        String name = file.getFileName().toString();
        String directory = file.getParent().getFileName().toString();
        return topics.contains(directory.replaceAll("-[0-9]+$", ""))
                && (name.endsWith(".log") || name.endsWith(".index") || name.endsWith(".timeindex"));
    }
}
