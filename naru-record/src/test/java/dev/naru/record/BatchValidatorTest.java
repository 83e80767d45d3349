package dev.naru.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.naru.record.BatchValidator.Depth;
import dev.naru.record.Samples.Draft;
import dev.naru.record.Validation.Accepted;
import dev.naru.record.Validation.Reason;
import dev.naru.record.Validation.RecordError;
import dev.naru.record.Validation.Rejected;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchValidatorTest {
    private static final long NOW_MS = Samples.NOW_MS;
    private static final TopicRules RULES = Samples.RULES;

    private final BatchValidator validator = new BatchValidator();
    private final RecordReader reader = new RecordReader();

    @AfterEach
    void close() {
        validator.close();
        reader.close();
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void acceptsABatchAsItCame(CompressionType type) {
        ByteBuffer batch = Samples.batch(Compression.of(type), "a", "b");
        ByteBuffer before = Samples.copy(batch);

        ByteBuffer accepted = accepted(batch, RULES);

        assertThat(accepted).isEqualTo(before);
        accepted.putLong(0, 99);
        assertThat(batch.getLong(0)).as("it is the same memory").isEqualTo(99);
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void findsTheBatchWhereTheBufferSaysItIs(CompressionType type) {
        ByteBuffer batch = Samples.batch(Compression.of(type), "a", "b");

        assertThat(accepted(Samples.direct(batch), RULES)).isEqualTo(batch);
    }

    @Test
    void rejectsAnythingButOneBatch() {
        ByteBuffer batch = Samples.batch(Compression.NONE, "a");
        ByteBuffer two = ByteBuffer.allocate(batch.capacity() * 2)
                .put(batch.duplicate())
                .put(batch.duplicate())
                .flip();

        assertThat(rejected(ByteBuffer.allocate(0), RULES)).isEqualTo(Reason.INVALID_RECORD);
        assertThat(rejected(two, RULES)).isEqualTo(Reason.INVALID_RECORD);
        assertThat(rejected(batch.limit(60), RULES)).isEqualTo(Reason.CORRUPT);
        assertThat(rejected(ByteBuffer.allocate(10), RULES)).isEqualTo(Reason.CORRUPT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, -1})
    void rejectsAnotherMagic(int magic) {
        ByteBuffer batch = Samples.batch(Compression.NONE, "a").put(BatchView.MAGIC_INDEX, (byte) magic);

        assertThat(rejected(batch, RULES)).isEqualTo(Reason.UNSUPPORTED_FORMAT);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 48})
    void rejectsALengthThatCannotBe(int length) {
        ByteBuffer batch = Samples.batch(Compression.NONE, "a").putInt(BatchView.LENGTH_INDEX, length);

        assertThat(rejected(batch, RULES)).isEqualTo(Reason.CORRUPT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, Integer.MAX_VALUE})
    void rejectsABatchThatIsCutShortForGood(int length) {
        ByteBuffer batch = Samples.batch(Compression.NONE, "a").putInt(BatchView.LENGTH_INDEX, length);

        assertThat(rejected(batch, RULES)).isEqualTo(Reason.INVALID_RECORD);
    }

    @Test
    void rejectsAWrongChecksum() {
        ByteBuffer batch = Samples.batch(Compression.NONE, "a");
        batch.put(64, (byte) 1);

        assertThat(rejected(batch, RULES)).isEqualTo(Reason.CORRUPT);
    }

    @Test
    void rejectsABatchLargerThanTheTopicTakes() {
        ByteBuffer batch = Samples.batch(Compression.NONE, "a");

        assertThat(rejected(batch, withSizeMax(batch.capacity() - 1))).isEqualTo(Reason.TOO_LARGE);
        accepted(batch, withSizeMax(batch.capacity()));
    }

    @Test
    void rejectsAnUnknownCodec() {
        assertThat(rejectedWith(batch -> batch.putShort(BatchView.ATTRIBUTES_INDEX, (short) 5)))
                .isEqualTo(Reason.UNSUPPORTED_COMPRESSION);
    }

    @Test
    void rejectsWhatOnlyBrokersWrite() {
        assertThat(rejectedWith(attributes(BatchView.CONTROL_BIT))).isEqualTo(Reason.INVALID_RECORD);
        assertThat(rejectedWith(attributes(BatchView.DELETE_HORIZON_BIT))).isEqualTo(Reason.INVALID_RECORD);
        assertThat(rejectedWith(attributes(BatchView.LOG_APPEND_TIME_BIT))).isEqualTo(Reason.INVALID_TIMESTAMP);
        assertThat(rejectedWith(batch -> batch.putLong(BatchView.BASE_OFFSET_INDEX, 5)))
                .isEqualTo(Reason.INVALID_RECORD);
    }

    @Test
    void rejectsProducerFieldsThatCannotBe() {
        assertThat(rejectedWith(producer(7, -1, 0))).isEqualTo(Reason.INVALID_RECORD);
        assertThat(rejectedWith(producer(7, 0, -1))).isEqualTo(Reason.INVALID_RECORD);
        assertThat(rejectedWith(producer(-2, 0, 0))).isEqualTo(Reason.INVALID_RECORD);
        assertThat(rejectedWith(attributes(BatchView.TRANSACTIONAL_BIT))).isEqualTo(Reason.INVALID_RECORD);
        accepted(changed(producer(7, 0, 0)), RULES);
        accepted(changed(producer(-1, 0, 0)), RULES);
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void rejectsCountsThatDoNotFitEachOther(CompressionType type) {
        for (int count : new int[] {0, -1, 3, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            ByteBuffer batch = Samples.batch(Compression.of(type), "a", "b");
            batch.putInt(BatchView.RECORD_COUNT_INDEX, count);
            assertThat(rejected(Samples.sealed(batch), RULES)).isEqualTo(Reason.INVALID_RECORD);
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void rejectsCountsThatDoNotFitTheRecords(CompressionType type) {
        for (int count : new int[] {1, 3, 100_000_000}) {
            ByteBuffer batch = Samples.batch(Compression.of(type), "a", "b");
            batch.putInt(BatchView.RECORD_COUNT_INDEX, count);
            batch.putInt(BatchView.LAST_OFFSET_DELTA_INDEX, count - 1);
            Samples.sealed(batch);

            assertThat(deep().validate(batch, RULES, NOW_MS)).isInstanceOf(Rejected.class);
            if (type == CompressionType.NONE || count > 3) {
                assertThat(rejected(batch, RULES)).isEqualTo(Reason.INVALID_RECORD);
            }
        }
    }

    @Test
    void rejectsOffsetsThatDoNotCountUp() {
        ByteBuffer batch = Samples.batch(Compression.NONE, "a", "b");
        int firstRecordSize = 8;
        int offsetDeltaIndex = 3;
        batch.put(BatchView.HEADER_SIZE_BYTES + firstRecordSize + offsetDeltaIndex, (byte) 4);

        Rejected rejected = (Rejected) validator.validate(Samples.sealed(batch), RULES, NOW_MS);

        assertThat(rejected.reason()).isEqualTo(Reason.INVALID_RECORD);
        assertThat(rejected.message()).contains("record 1 has the offset delta 2");
    }

    @Test
    void rejectsAnotherCodecThanTheHeaderSays() {
        for (CompressionType said : CompressionType.values()) {
            for (CompressionType real : CompressionType.values()) {
                ByteBuffer batch = Samples.batch(Compression.of(real), "a", "b".repeat(100));
                batch.putShort(BatchView.ATTRIBUTES_INDEX, (short) said.id());

                Validation outcome = validator.validate(Samples.sealed(batch), RULES, NOW_MS);

                assertThat(outcome).isInstanceOf(said == real ? Accepted.class : Rejected.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void listsTheRecordsWithoutAKey(CompressionType type) {
        ByteBuffer batch = batch(type, draft("k", 0), draft(null, 0), draft("", 0), draft(null, 0));

        Rejected rejected = (Rejected) validator.validate(batch, withKeys(), NOW_MS);

        assertThat(rejected.reason()).isEqualTo(Reason.INVALID_RECORD);
        assertThat(rejected.recordErrors()).extracting(RecordError::index).containsExactly(1, 3);
        assertThat(rejected.message()).contains("without a key");
        accepted(batch(type, draft("k", 0)), withKeys());
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void listsTheRecordsOfTheFuture(CompressionType type) {
        ByteBuffer batch = batch(type, draft("k", 3_600_000), draft("k", 3_600_001), draft("k", -1));

        Rejected rejected = (Rejected) validator.validate(batch, RULES, NOW_MS);

        assertThat(rejected.reason()).isEqualTo(Reason.INVALID_TIMESTAMP);
        assertThat(rejected.recordErrors()).extracting(RecordError::index).containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void listsTheRecordsThatAreTooOld(CompressionType type) {
        TopicRules rules = new TopicRules(1 << 20, null, TimestampType.CREATE_TIME, 1_000, 1_000, false);
        ByteBuffer batch = batch(type, draft("k", 0), draft("k", -1_001), draft("k", -1_000));

        Rejected rejected = (Rejected) validator.validate(batch, rules, NOW_MS);

        assertThat(rejected.reason()).isEqualTo(Reason.INVALID_TIMESTAMP);
        assertThat(rejected.recordErrors()).extracting(RecordError::index).containsExactly(1);
    }

    @Test
    void listsNoMoreErrorsThanItsBound() {
        Draft[] drafts = new Draft[RecordWalk.RECORD_ERRORS_MAX + 50];
        java.util.Arrays.fill(drafts, draft(null, 0));

        Rejected rejected = (Rejected) validator.validate(batch(CompressionType.NONE, drafts), withKeys(), NOW_MS);

        assertThat(rejected.recordErrors()).hasSize(RecordWalk.RECORD_ERRORS_MAX);
    }

    @Test
    void takesRecordsWithoutATime() {
        ByteBuffer batch = batch(CompressionType.NONE, new Draft(-1, null, Samples.bytes("a"), List.of()));

        assertThat(Samples.view(accepted(batch, RULES)).maxTimestamp()).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void fillsInAMaxTimestampThatAClientLeftOut(CompressionType type) {
        ByteBuffer batch = batch(type, draft("k", -5), draft("k", 7), draft("k", 0));
        batch.putLong(BatchView.MAX_TIMESTAMP_INDEX, -1);

        BatchView accepted = Samples.view(accepted(Samples.sealed(batch), RULES));

        assertThat(accepted.maxTimestamp()).isEqualTo(NOW_MS + 7);
        assertThat(accepted.isCrcValid()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void stampsLogAppendTimeWithoutTouchingTheRecords(CompressionType type) {
        TopicRules rules = new TopicRules(1 << 20, null, TimestampType.LOG_APPEND_TIME, 1_000, 1_000, false);
        ByteBuffer batch = batch(type, draft("k", -1_000_000), draft("k", 1_000_000));
        ByteBuffer records = Samples.copy(Samples.view(batch).records());

        BatchView accepted = Samples.view(accepted(batch, rules));

        assertThat(accepted.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
        assertThat(accepted.maxTimestamp()).isEqualTo(NOW_MS);
        assertThat(accepted.isCrcValid()).isTrue();
        assertThat(accepted.records()).isEqualTo(records);
    }

    @Test
    void storesTheCodecOfTheTopic() {
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            drafts.add(new Draft(NOW_MS - i, Samples.bytes("key" + i), Samples.bytes("value ".repeat(i)), List.of()));
        }
        for (CompressionType from : CompressionType.values()) {
            for (CompressionType to : CompressionType.values()) {
                ByteBuffer batch = Samples.batch(Compression.of(from), drafts);
                List<Record> sent = Samples.read(reader, batch);

                ByteBuffer accepted = accepted(Samples.direct(batch), withCompression(to, 16 << 20));

                assertThat(Samples.view(accepted).compression()).isEqualTo(to);
                assertThat(Samples.view(accepted).isCrcValid()).isTrue();
                assertThat(Samples.read(reader, accepted)).isEqualTo(sent);
            }
        }
    }

    @Test
    void checksTheSizeAgainInTheCodecOfTheTopic() {
        ByteBuffer batch = Samples.batch(Compression.of(CompressionType.ZSTD), "x".repeat(100_000));

        assertThat(rejected(batch, withCompression(CompressionType.NONE, 50_000)))
                .isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void takesRawSnappyAsLibrdkafkaSendsIt() throws Exception {
        ByteBuffer plain = Samples.view(Samples.batch(Compression.NONE, "a", "b".repeat(100)))
                .records();
        byte[] records = new byte[plain.remaining()];
        plain.get(records);
        ByteBuffer batch = Samples.around(CompressionType.SNAPPY, 2, org.xerial.snappy.Snappy.compress(records));

        accepted(Samples.copy(batch), RULES);
        ByteBuffer recoded = accepted(batch, withCompression(CompressionType.GZIP, 1 << 20));

        assertThat(Samples.read(reader, recoded)).hasSize(2);
    }

    private ByteBuffer accepted(ByteBuffer batch, TopicRules rules) {
        Validation outcome = validator.validate(batch, rules, NOW_MS);
        assertThat(outcome).isInstanceOf(Accepted.class);
        return ((Accepted) outcome).batch();
    }

    private Reason rejected(ByteBuffer batch, TopicRules rules) {
        Validation outcome = validator.validate(batch, rules, NOW_MS);
        assertThat(outcome).isInstanceOf(Rejected.class);
        assertThat(((Rejected) outcome).message()).isNotBlank().doesNotContain("\n");
        return ((Rejected) outcome).reason();
    }

    private Reason rejectedWith(Consumer<ByteBuffer> change) {
        return rejected(changed(change), RULES);
    }

    private static BatchValidator deep() {
        return new BatchValidator(Depth.RECORDS, BatchValidator.DECOMPRESSED_BYTES_MAX);
    }

    private static ByteBuffer changed(Consumer<ByteBuffer> change) {
        ByteBuffer batch = Samples.batch(Compression.NONE, "a");
        change.accept(batch);
        return Samples.sealed(batch);
    }

    private static Consumer<ByteBuffer> attributes(int bits) {
        return batch -> batch.putShort(BatchView.ATTRIBUTES_INDEX, (short) bits);
    }

    private static Consumer<ByteBuffer> producer(long id, int epoch, int sequence) {
        return batch -> batch.putLong(BatchView.PRODUCER_ID_INDEX, id)
                .putShort(BatchView.PRODUCER_EPOCH_INDEX, (short) epoch)
                .putInt(BatchView.BASE_SEQUENCE_INDEX, sequence);
    }

    private static ByteBuffer batch(CompressionType type, Draft... drafts) {
        return Samples.batch(Compression.of(type), List.of(drafts));
    }

    private static Draft draft(String key, long afterNowMs) {
        return new Draft(
                NOW_MS + afterNowMs, key == null ? null : Samples.bytes(key), Samples.bytes("value"), List.of());
    }

    private static TopicRules withSizeMax(int sizeBytesMax) {
        return new TopicRules(sizeBytesMax, null, TimestampType.CREATE_TIME, Long.MAX_VALUE, 3_600_000, false);
    }

    private static TopicRules withKeys() {
        return new TopicRules(1 << 20, null, TimestampType.CREATE_TIME, Long.MAX_VALUE, 3_600_000, true);
    }

    private static TopicRules withCompression(CompressionType type, int sizeBytesMax) {
        return new TopicRules(
                sizeBytesMax, Compression.of(type), TimestampType.CREATE_TIME, Long.MAX_VALUE, 3_600_000, false);
    }
}
