package dev.naru.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.record.Samples.Draft;
import dev.naru.record.TimestampSearch.Found;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimestampSearchTest {
    private final RecordReader reader = new RecordReader();

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void findsTheFirstThatIsNotOlder(CompressionType type) {
        BatchView batch = batch(type, 10, 30, 20, 30);

        assertThat(TimestampSearch.firstAtOrAfter(batch, 5, 0, reader)).isEqualTo(new Found(100, 10));
        assertThat(TimestampSearch.firstAtOrAfter(batch, 11, 0, reader)).isEqualTo(new Found(101, 30));
        assertThat(TimestampSearch.firstAtOrAfter(batch, 11, 102, reader)).isEqualTo(new Found(102, 20));
        assertThat(TimestampSearch.firstAtOrAfter(batch, 30, 102, reader)).isEqualTo(new Found(103, 30));
        assertThat(TimestampSearch.firstAtOrAfter(batch, 31, 0, reader)).isNull();
        assertThat(TimestampSearch.firstAtOrAfter(batch, 5, 104, reader)).isNull();
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void latestIsTheFirstOfTheLargestTime(CompressionType type) {
        assertThat(TimestampSearch.latest(batch(type, 10, 30, 20, 30), reader)).isEqualTo(new Found(101, 30));
        assertThat(TimestampSearch.latest(batch(type, -1, -1), reader)).isEqualTo(new Found(100, -1));
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void withLogAppendTimeTheFirstRecordIsTheLatest(CompressionType type) {
        BatchView batch = batch(type, 10, 30);
        batch.stampLogAppendTime(99);

        assertThat(TimestampSearch.latest(batch, reader)).isEqualTo(new Found(100, 99));
        assertThat(TimestampSearch.firstAtOrAfter(batch, 50, 0, reader)).isEqualTo(new Found(100, 99));
    }

    private static BatchView batch(CompressionType type, long... timestamps) {
        List<Draft> drafts = LongStream.of(timestamps)
                .mapToObj(timestamp -> new Draft(timestamp, null, Samples.bytes("value"), List.of()))
                .toList();
        ByteBuffer batch = Samples.batch(Compression.of(type), drafts);
        Samples.view(batch).stampPlace(100, 1);
        return Samples.view(batch);
    }
}
