package dev.naru.tests.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spark's structured streaming. Its sink may write a count again after a crash, so the last count of each word is what must be
 * right, and no count may go back. FAILURES.md: aborted read, lost write, G5.
 */
@Tag("engines")
class SparkTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void endsWithTheRightCountsWhateverIsKilled() throws Exception {
        try (Rig rig = Rig.withTopics(directory, LineFeed.TOPIC, "counts");
                LineFeed feed = new LineFeed(rig.bootstrap());
                CommittedTopic counts = new CommittedTopic(rig.bootstrap(), "counts")) {
            feed.start();
            rig.startEngine(
                    Engine.SPARK, rig.bootstrap(), rig.directory("checkpoint").toString());
            rig.killBothInTheMiddle(counts);
            Map<String, Long> written = LineFeed.counts(feed.finish());
            counts.await(
                    "the last counts", rig.engine(), records -> last(records).equals(written));

            counts.numbersByKey()
                    .forEach((word, numbers) -> assertThat(numbers)
                            .as("the counts of %s", word)
                            .satisfies(
                                    each -> assertThat(each.stream().distinct().toList())
                                            .isSorted()));
        }
    }

    private static Map<String, Long> last(List<ConsumerRecord<String, String>> records) {
        Map<String, Long> last = new TreeMap<>();
        records.forEach(record -> last.put(record.key(), Long.valueOf(record.value())));
        return last;
    }
}
