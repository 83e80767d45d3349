package dev.naru.tests.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Connect worker: a file into a topic, exactly once, and the topic into another file, where Connect's own file sink may repeat a
 * line and must lose none. FAILURES.md: lost write, duplicates, T3, T4, G2.
 */
@Tag("engines")
class ConnectTest {
    private static final String TOPIC = "lines";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void bringsEveryLineOnceWhateverIsKilled() throws Exception {
        Path from = directory.resolve("from.txt");
        Path to = directory.resolve("to.txt");
        ConnectWorker worker = new ConnectWorker();
        try (FileFeed feed = new FileFeed(from);
                Rig rig = Rig.withTopics(directory, TOPIC);
                CommittedTopic lines = new CommittedTopic(rig.bootstrap(), TOPIC)) {
            feed.start();
            rig.startEngine(
                    Engine.CONNECT,
                    worker.configure(rig.bootstrap(), rig.directory("engine")).toString());
            worker.put("source", source(from), rig.engine());
            worker.put("sink", sink(to), rig.engine());
            rig.killBothInTheMiddle(lines);
            List<String> written = feed.finish();
            lines.await("every line", rig.engine(), records -> records.size() >= written.size());
            lines.await("the end of the file", rig.engine(), records -> isAllIn(to, written));

            assertThat(lines.records()).extracting(ConsumerRecord::value).containsExactlyInAnyOrderElementsOf(written);
        }
    }

    private static Map<String, String> source(Path file) {
        return Map.of(
                "connector.class",
                "org.apache.kafka.connect.file.FileStreamSourceConnector",
                "tasks.max",
                "1",
                "exactly.once.support",
                "required",
                "file",
                file.toString(),
                "topic",
                TOPIC,
                // A batch that is full leaves the lines behind it unseen until the file grows again.
                "batch.size",
                "1000000");
    }

    private static Map<String, String> sink(Path file) {
        return Map.of(
                "connector.class",
                "org.apache.kafka.connect.file.FileStreamSinkConnector",
                "tasks.max",
                "1",
                "file",
                file.toString(),
                "topics",
                TOPIC);
    }

    private static boolean isAllIn(Path file, List<String> written) {
        try {
            return Files.exists(file) && new HashSet<>(Files.readAllLines(file)).containsAll(written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
