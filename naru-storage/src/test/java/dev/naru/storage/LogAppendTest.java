package dev.naru.storage;

import static dev.naru.storage.TestBatches.batch;
import static dev.naru.storage.TestBatches.readAll;
import static dev.naru.storage.TestBatches.sequenced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.common.file.NioDisk;
import dev.naru.storage.AppendOutcome.Appended;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogAppendTest {
    private static final LogConfig CONFIG =
            LogConfig.DEFAULTS.with(SegmentConfig.DEFAULTS.withSizeBytes(2000).withIndex(200, 10 << 20));

    @TempDir
    Path directory;

    private TestBroker broker;
    private Log log;

    @BeforeEach
    void start() {
        broker = TestBroker.start(NioDisk.INSTANCE, directory, CONFIG);
        log = broker.log();
    }

    private AppendOutcome append(ByteBuffer batches) {
        return broker.on(() -> log.appendAsLeader(batches, 3, AppendTerms.UNVERIFIED));
    }

    @Test
    void givesRecordsTheirOffsets() {
        assertThat(append(batch("a", "b")))
                .isEqualTo(new Appended(0, 1, -1, 0, batch("a", "b").remaining()));
        assertThat(append(batch("c")))
                .isEqualTo(new Appended(2, 2, -1, 0, batch("c").remaining()));
        assertThat(log.logEndOffset()).isEqualTo(3);
        assertThat(readAll(broker, log, 0)).containsExactly("0=a", "1=b", "2=c");
    }

    @Test
    void readsFromEveryOffsetOfManySegments() {
        List<String> expected = fill(300);
        for (int offset = 0; offset < 300; offset += 7) {
            assertThat(readAll(broker, log, offset)).isEqualTo(expected.subList(offset, 300));
        }
    }

    @Test
    void findsTheSameAfterACleanStop() {
        List<String> expected = fill(300);
        broker.stop();
        start();
        assertThat(log.logEndOffset()).isEqualTo(300);
        assertThat(log.topicId()).isEqualTo(TestBroker.TOPIC_ID);
        assertThat(readAll(broker, log, 0)).isEqualTo(expected);
        append(batch("next"));
        assertThat(readAll(broker, log, 300)).containsExactly("300=next");
    }

    @Test
    void refusesABatchLargerThanASegment() {
        assertThat(append(batch("x".repeat(3000)))).isInstanceOf(AppendOutcome.LargerThanSegment.class);
        assertThat(log.logEndOffset()).isZero();
    }

    @Test
    void answersARepeatedBatchWithItsFirstOffset() {
        append(batch("other"));
        for (int i = 0; i < 5; i++) {
            append(sequenced(7, 0, i, "v" + i));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(append(sequenced(7, 0, i, "v" + i)))
                    .isEqualTo(new AppendOutcome.Duplicate(1 + i, 1 + i, TestBatches.TIME_MS, 0));
        }
        append(sequenced(7, 0, 5, "v5"));
        assertThat(append(sequenced(7, 0, 0, "v0"))).isInstanceOf(AppendOutcome.OutOfOrderSequence.class);
        assertThat(log.logEndOffset()).isEqualTo(7);
    }

    private List<String> fill(int count) {
        LongStream.range(0, count).forEach(i -> append(batch("value-" + i)));
        return new ArrayList<>(
                LongStream.range(0, count).mapToObj(i -> i + "=value-" + i).toList());
    }
}
