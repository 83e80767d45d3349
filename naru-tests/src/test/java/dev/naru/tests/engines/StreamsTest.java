package dev.naru.tests.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Kafka Streams with {@code exactly_once_v2}. FAILURES.md: aborted read, lost write, duplicates, T2, T3, T4. */
@Tag("engines")
class StreamsTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void countsEveryWordOnceWhateverIsKilled() throws Exception {
        try (Rig rig = Rig.withTopics(directory, LineFeed.TOPIC, "counts");
                LineFeed feed = new LineFeed(rig.bootstrap());
                CommittedTopic counts = new CommittedTopic(rig.bootstrap(), "counts")) {
            feed.start();
            rig.startEngine(
                    Engine.STREAMS, rig.bootstrap(), rig.directory("state").toString());
            rig.killBothInTheMiddle(counts);
            Map<String, Long> written = LineFeed.counts(feed.finish());
            long words = written.values().stream().mapToLong(Long::longValue).sum();
            counts.await("every count", rig.engine(), records -> records.size() >= words);

            assertThat(counts.numbersByKey()).containsOnlyKeys(written.keySet());
            counts.numbersByKey()
                    .forEach((word, numbers) -> assertThat(numbers)
                            .as("the counts of %s, one after the other", word)
                            .isEqualTo(LongStream.rangeClosed(1, written.get(word))
                                    .boxed()
                                    .toList()));
        }
    }
}
