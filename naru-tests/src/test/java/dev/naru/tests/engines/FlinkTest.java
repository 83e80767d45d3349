package dev.naru.tests.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flink from a topic to another, exactly once: its checkpoints commit transactions that a process now dead has prepared.
 * FAILURES.md: aborted read, lost write, duplicates, T4.
 */
@Tag("engines")
class FlinkTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void copiesEveryLineOnceWhateverIsKilled() throws Exception {
        Path checkpoints = Files.createDirectories(directory.resolve("checkpoints"));
        try (Rig rig = Rig.withTopics(directory, LineFeed.TOPIC, "copies");
                LineFeed feed = new LineFeed(rig.bootstrap());
                CommittedTopic copies = new CommittedTopic(rig.bootstrap(), "copies")) {
            feed.start();
            rig.startEngine(Engine.FLINK, rig.bootstrap(), checkpoints.toString());
            rig.killBothInTheMiddle(copies);
            List<String> written = feed.finish();
            copies.await("every line", rig.engine(), records -> records.size() >= written.size());

            assertThat(copies.records()).extracting(ConsumerRecord::value).containsExactlyInAnyOrderElementsOf(written);
        }
    }
}
