package dev.naru.tests.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.testkit.process.KafkaProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kafka's own DumpLogSegments, run inside this JVM in a class loader of its own: a process for each segment would take longer than
 * the kill. It speaks on standard output, which is turned aside for the call.
 *
 * <p>Threading: one thread, since standard output is everybody's.
 */
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

    private final Method main;

    SegmentDump() throws IOException, ReflectiveOperationException {
        List<URL> jars = new ArrayList<>();
        for (Path directory : List.of(KafkaProgram.Reference.tools(), KafkaProgram.Reference.kafka())) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path jar : files.sorted().toList()) {
                    jars.add(jar.toUri().toURL());
                }
            }
        }
        ClassLoader loader = new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        this.main = loader.loadClass("org.apache.kafka.tools.DumpLogSegments").getMethod("main", String[].class);
    }

    /** Fails if the tool has anything to say against a segment, an index or a snapshot of these topics. */
    void check(Path logDirectory, List<String> topics) throws IOException, ReflectiveOperationException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(logDirectory)) {
            files = all.filter(file -> isChecked(file, topics)).sorted().toList();
        }
        assertThat(files).as("segments under %s", logDirectory).isNotEmpty();
        for (Path file : files) {
            String printed = dump("--files", file.toString());
            List<String> complaints = printed.lines()
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

    private String dump(String... arguments) throws ReflectiveOperationException {
        PrintStream out = System.out;
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream aside = new PrintStream(printed, true, UTF_8)) {
            System.setOut(aside);
            thread.setContextClassLoader(main.getDeclaringClass().getClassLoader());
            main.invoke(null, (Object) arguments);
        } finally {
            System.setOut(out);
            thread.setContextClassLoader(before);
        }
        return printed.toString(UTF_8).lines().collect(Collectors.joining("\n"));
    }
}
