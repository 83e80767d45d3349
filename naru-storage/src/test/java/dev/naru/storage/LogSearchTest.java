package dev.naru.storage;

import static dev.naru.storage.TestBatches.TIME_MS;
import static dev.naru.storage.TestBatches.batch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.file.NioDisk;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSearchTest {
    private static final LogConfig CONFIG =
            LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withSizeBytes(1000).withIndex(150, 10 << 20));

    @TempDir
    Path directory;

    private TestBroker broker;
    private Log log;

    private void start() {
        broker = TestBroker.start(NioDisk.INSTANCE, directory, CONFIG);
        log = broker.log();
    }

    private TimestampOffset find(long timestampMs) {
        return broker.await((done, failed) -> log.findByTimestamp(timestampMs, done::accept, failed));
    }

    private TimestampOffset findMax() {
        return broker.await((done, failed) -> log.findMaxTimestamp(done::accept, failed));
    }

    @Seeded(count = 10)
    void findsTheFirstRecordOfATimeOrLater(Gen gen) {
        start();
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            long timestampMs = TIME_MS + gen.longIn(0, 50) * 10;
            times.add(timestampMs);
            broker.on(() -> log.appendAsLeader(batch(timestampMs, "value"), 4, AppendTerms.UNVERIFIED));
        }
        check(times);
        broker.stop();
        start();
        check(times);
        broker.stop();
    }

    private void check(List<Long> times) {
        for (long asked = TIME_MS - 5; asked <= TIME_MS + 510; asked += 5) {
            TimestampOffset expected = null;
            for (int i = 0; i < times.size() && expected == null; i++) {
                expected = times.get(i) >= asked ? new TimestampOffset(times.get(i), i, 4) : null;
            }
            assertThat(find(asked)).as("asked %d", asked).isEqualTo(expected);
        }
        long max = times.stream().mapToLong(Long::longValue).max().orElseThrow();
        assertThat(findMax()).isEqualTo(new TimestampOffset(max, times.indexOf(max), 4));
    }

    @Test
    void findsNothingInAnEmptyLog() {
        start();
        assertThat(find(0)).isNull();
        assertThat(findMax()).isNull();
    }

    @Test
    void looksFurtherWhenAllOfThatTimeInASegmentIsDeleted() {
        start();
        append(TIME_MS + 1_000);
        for (int i = 1; i < 30; i++) {
            append(TIME_MS);
        }
        append(TIME_MS + 500);
        append(TIME_MS);
        assertThat(log.segments().count()).isGreaterThan(2);
        broker.on(() -> {
            log.advanceLogStartOffset(1);
            return true;
        });

        assertThat(find(TIME_MS + 400)).isEqualTo(new TimestampOffset(TIME_MS + 500, 30, 0));
        assertThat(find(TIME_MS + 600)).isNull();
    }

    private void append(long timestampMs) {
        broker.on(() -> log.appendAsLeader(batch(timestampMs, "value"), 0, AppendTerms.UNVERIFIED));
    }

    @Test
    void findsNothingBeforeTheLogStart() {
        start();
        for (int i = 0; i < 50; i++) {
            long timestampMs = TIME_MS + i;
            broker.on(() -> log.appendAsLeader(batch(timestampMs, "a", "b"), 0, AppendTerms.UNVERIFIED));
        }
        broker.on(() -> {
            log.advanceLogStartOffset(31);
            return true;
        });
        assertThat(find(TIME_MS)).isEqualTo(new TimestampOffset(TIME_MS + 15, 31, 0));
    }
}
