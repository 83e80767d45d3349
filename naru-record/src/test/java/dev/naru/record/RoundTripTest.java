package dev.naru.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.record.Samples.Draft;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundTripTest {
    private final RecordReader reader = new RecordReader();

    @Seeded(count = 150)
    void whatWasBuiltIsRead(Gen gen) {
        List<Draft> drafts = Samples.drafts(gen);
        ByteBuffer batch = Samples.batch(Samples.compression(gen), drafts);
        batch = gen.anyBoolean() ? batch : Samples.direct(batch);

        List<Record> records = Samples.read(reader, batch);

        assertThat(Samples.view(batch).isCrcValid()).isTrue();
        assertThat(records).hasSameSizeAs(drafts);
        for (int i = 0; i < drafts.size(); i++) {
            Draft draft = drafts.get(i);
            assertThat(records.get(i))
                    .isEqualTo(new Record(
                            i,
                            draft.timestamp(),
                            TimestampType.CREATE_TIME,
                            draft.key(),
                            draft.value(),
                            draft.headers()));
        }
    }

    @Test
    void aRecordLargerThanAnyWindowIsRead() {
        byte[] large = new Gen(1).compressibleBytes(3 << 20);
        for (CompressionType type : CompressionType.values()) {
            ByteBuffer batch =
                    Samples.batch(Compression.of(type), List.of(new Draft(1, null, ByteBuffer.wrap(large), List.of())));

            assertThat(Samples.read(reader, batch).get(0).value()).isEqualTo(ByteBuffer.wrap(large));
        }
    }

    @Test
    void slicesOfAPlainBatchAreNotCopies() {
        ByteBuffer batch = Samples.batch(Compression.NONE, "value");
        reader.open(Samples.view(batch));
        assertThat(reader.next()).isTrue();
        ByteBuffer value = reader.value();

        batch.put(batch.limit() - 2, (byte) 'E');

        assertThat(value).isEqualTo(Samples.bytes("valuE"));
    }

    @Test
    void recordsOfACompressedBatchStayWhenTheReaderMovesOn() {
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            drafts.add(new Draft(i, Samples.bytes("key" + i), Samples.bytes("x".repeat(300) + i), List.of()));
        }

        List<Record> records = Samples.read(reader, Samples.batch(Compression.of(CompressionType.LZ4), drafts));

        for (int i = 0; i < drafts.size(); i++) {
            assertThat(records.get(i).key()).isEqualTo(drafts.get(i).key());
            assertThat(records.get(i).value()).isEqualTo(drafts.get(i).value());
        }
    }

    @Test
    void logAppendTimeIsTheTimeOfEveryRecord() {
        ByteBuffer batch = Samples.batch(Compression.NONE, "a", "b");
        Samples.view(batch).stampLogAppendTime(77);

        assertThat(Samples.read(reader, batch))
                .extracting(Record::timestamp, Record::timestampType)
                .containsOnly(org.assertj.core.groups.Tuple.tuple(77L, TimestampType.LOG_APPEND_TIME));
    }

    @Test
    void batchIsFullAtItsSizeButTakesTheFirstRecordWhateverItsSize() {
        try (BatchBuilder builder = new BatchBuilder(Compression.NONE, 100)) {
            assertThat(builder.tryAppend(1, null, ByteBuffer.allocate(500), List.of()))
                    .isTrue();
            assertThat(builder.tryAppend(1, null, ByteBuffer.allocate(1), List.of()))
                    .isFalse();

            builder.reset();
            int appended = 0;
            while (builder.tryAppend(1, null, ByteBuffer.allocate(3), List.of())) {
                appended++;
            }
            assertThat(appended).isEqualTo(3);
            assertThat(builder.build().capacity())
                    .isEqualTo(builder.sizeBytes())
                    .isLessThanOrEqualTo(100);
        }
    }

    @Test
    void builderForgetsOnReset() {
        try (BatchBuilder builder = new BatchBuilder(Compression.of(CompressionType.ZSTD), 1_000)) {
            builder.producer(5, (short) 1, 9).transactional(true).baseOffset(12).leaderEpoch(4);
            builder.append(99, null, Samples.bytes("old"), List.of());
            builder.build();

            builder.reset().append(1, null, Samples.bytes("new"), List.of());
            ByteBuffer again = Samples.copy(builder.build());

            ByteBuffer fresh = Samples.batch(
                    Compression.of(CompressionType.ZSTD), List.of(new Draft(1, null, Samples.bytes("new"), List.of())));
            assertThat(again).isEqualTo(fresh);
        }
    }

    @Test
    void endTransactionMarkersRoundTrip() {
        for (boolean isCommit : new boolean[] {true, false}) {
            EndTransactionMarker marker = new EndTransactionMarker(isCommit, 17);
            ByteBuffer batch = marker.toBatch(5, 3, 1001, (short) 2);

            assertThat(Samples.view(batch).isControl()).isTrue();
            Record record = Samples.read(reader, batch).get(0);
            assertThat(EndTransactionMarker.read(record.key(), record.value())).isEqualTo(marker);
        }
        assertThat(EndTransactionMarker.read(null, null)).isNull();
        assertThat(EndTransactionMarker.read(ByteBuffer.allocate(4).putShort(2, (short) 2), ByteBuffer.allocate(6)))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void countThatIsWrongIsCorrupt(CompressionType type) {
        for (int count : new int[] {-1, 0, 1, 3}) {
            ByteBuffer batch = Samples.batch(Compression.of(type), "a", "b");
            batch.putInt(BatchView.RECORD_COUNT_INDEX, count);

            assertThatThrownBy(() -> Samples.read(reader, batch))
                    .isInstanceOf(CorruptBatchException.class)
                    .hasMessageContaining("number of records");
        }
    }

    @Test
    void levelsAreChecked() {
        assertThatThrownBy(() -> new Compression(CompressionType.LZ4, 18)).hasMessageContaining("1 to 17");
        assertThatThrownBy(() -> new Compression(CompressionType.GZIP, 0)).hasMessageContaining("1 to 9");
        assertThat(new Compression(CompressionType.GZIP, -1)).isEqualTo(Compression.of(CompressionType.GZIP));
        assertThat(CompressionType.forName("zstd")).isEqualTo(CompressionType.ZSTD);
        assertThat(CompressionType.forName("ZSTD")).isNull();
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void thoroughLevelsMakeSmallerBatches(CompressionType type) {
        if (!type.hasLevels()) {
            return;
        }
        List<Draft> drafts = new ArrayList<>();
        Gen gen = new Gen(7);
        for (int i = 0; i < 3_000; i++) {
            drafts.add(new Draft(
                    i, null, Samples.bytes("user=" + gen.intIn(0, 99) + " item=" + gen.intIn(0, 999)), List.of()));
        }

        int quick = Samples.batch(new Compression(type, 1), drafts).capacity();
        int thorough =
                Samples.batch(new Compression(type, type.maxLevel()), drafts).capacity();

        assertThat(thorough).isLessThan(quick);
    }
}
