package dev.naru.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.record.Samples.Draft;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

/** Naru's batches and those of the official Java client are the same, in both directions. */
class ReferenceTest {
    private final RecordReader reader = new RecordReader();

    @Seeded(count = 120)
    void readsWhatTheReferenceWrites(Gen gen) {
        List<Draft> drafts = Samples.drafts(gen);
        Compression compression = Samples.compression(gen);
        MemoryRecords reference = MemoryRecords.withRecords(
                RecordBatch.MAGIC_VALUE_V2,
                gen.longIn(0, 1L << 50),
                official(compression),
                org.apache.kafka.common.record.TimestampType.CREATE_TIME,
                gen.longIn(-1, 1000),
                (short) gen.intIn(0, Short.MAX_VALUE),
                gen.oneOf(0, 5, Integer.MAX_VALUE),
                gen.intIn(-1, 100),
                gen.anyBoolean(),
                drafts.stream().map(ReferenceTest::official).toArray(SimpleRecord[]::new));
        RecordBatch expected = reference.batches().iterator().next();

        BatchView batch = Samples.view(reference.buffer());
        List<Record> records = Samples.read(reader, reference.buffer());

        assertThat(batch.isCrcValid()).isTrue();
        assertThat(batch.sizeBytes()).isEqualTo(expected.sizeInBytes());
        assertThat(batch.baseOffset()).isEqualTo(expected.baseOffset());
        assertThat(batch.lastOffset()).isEqualTo(expected.lastOffset());
        assertThat(batch.lastSequence()).isEqualTo(expected.lastSequence());
        assertThat(batch.leaderEpoch()).isEqualTo(expected.partitionLeaderEpoch());
        assertThat(batch.isTransactional()).isEqualTo(expected.isTransactional());
        assertThat(batch.compression()).isEqualTo(compression.type());
        assertThat(records).hasSameSizeAs(drafts);
        for (int i = 0; i < drafts.size(); i++) {
            assertThat(records.get(i).offset()).isEqualTo(batch.baseOffset() + i);
            assertThat(draft(records.get(i))).isEqualTo(drafts.get(i));
        }
    }

    @Seeded(count = 120)
    void theReferenceReadsWhatWeWrite(Gen gen) {
        List<Draft> drafts = Samples.drafts(gen);
        ByteBuffer batch = Samples.batch(Samples.compression(gen), drafts);
        Samples.view(batch).stampPlace(1234, 9);
        if (gen.anyBoolean()) {
            Samples.view(batch).stampLogAppendTime(77);
        }

        RecordBatch reference =
                MemoryRecords.readableRecords(batch).batches().iterator().next();
        reference.ensureValid();
        List<Draft> read = new ArrayList<>();
        reference.forEach(record -> read.add(draft(record)));

        assertThat(reference.partitionLeaderEpoch()).isEqualTo(9);
        assertThat(reference.lastOffset()).isEqualTo(1234 + drafts.size() - 1);
        assertThat(read).usingRecursiveComparison().ignoringFields("timestamp").isEqualTo(drafts);
        long max = drafts.stream().mapToLong(Draft::timestamp).max().orElseThrow();
        assertThat(reference.maxTimestamp())
                .isEqualTo(Samples.view(batch).timestampType() == TimestampType.LOG_APPEND_TIME ? 77 : max);
    }

    @Seeded(count = 40)
    void plainBatchesAreTheSameByteForByte(Gen gen) {
        List<Draft> drafts = Samples.drafts(gen);

        ByteBuffer ours = Samples.batch(Compression.NONE, drafts);
        MemoryRecords theirs = MemoryRecords.withRecords(
                official(Compression.NONE),
                drafts.stream().map(ReferenceTest::official).toArray(SimpleRecord[]::new));

        assertThat(ours).isEqualTo(theirs.buffer());
    }

    @Test
    void markersAreTheSameByteForByte() {
        for (boolean isCommit : new boolean[] {true, false}) {
            ByteBuffer ours = new EndTransactionMarker(isCommit, 31).toBatch(5, 3, 1001, (short) 2);
            MemoryRecords theirs = MemoryRecords.withEndTransactionMarker(
                    0,
                    5,
                    3,
                    1001,
                    (short) 2,
                    new org.apache.kafka.common.record.internal.EndTransactionMarker(
                            isCommit ? ControlRecordType.COMMIT : ControlRecordType.ABORT, 31));

            assertThat(ours).isEqualTo(theirs.buffer());
        }
    }

    static org.apache.kafka.common.compress.Compression official(Compression compression) {
        return switch (compression.type()) {
            case NONE -> org.apache.kafka.common.compress.Compression.NONE;
            case GZIP ->
                org.apache.kafka.common.compress.Compression.gzip()
                        .level(compression.level())
                        .build();
            case SNAPPY -> org.apache.kafka.common.compress.Compression.snappy().build();
            case LZ4 ->
                org.apache.kafka.common.compress.Compression.lz4()
                        .level(compression.level())
                        .build();
            case ZSTD ->
                org.apache.kafka.common.compress.Compression.zstd()
                        .level(compression.level())
                        .build();
        };
    }

    private static SimpleRecord official(Draft draft) {
        org.apache.kafka.common.header.Header[] headers = draft.headers().stream()
                .map(header -> new RecordHeader(header.key(), header.value() == null ? null : array(header.value())))
                .toArray(org.apache.kafka.common.header.Header[]::new);
        return new SimpleRecord(draft.timestamp(), draft.key(), draft.value(), headers);
    }

    private static Draft draft(org.apache.kafka.common.record.internal.Record record) {
        List<Header> headers = new ArrayList<>();
        for (org.apache.kafka.common.header.Header header : record.headers()) {
            headers.add(new Header(header.key(), header.value() == null ? null : ByteBuffer.wrap(header.value())));
        }
        return new Draft(record.timestamp(), record.key(), record.value(), headers);
    }

    private static Draft draft(Record record) {
        return new Draft(record.timestamp(), record.key(), record.value(), record.headers());
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
