package dev.naru.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.naru.record.BatchValidator.Depth;
import dev.naru.record.Validation.Accepted;
import dev.naru.record.Validation.Reason;
import dev.naru.record.Validation.Rejected;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes made to hurt: whatever comes, the outcome is one of those declared, and what is accepted does not stop a consumer. */
class HostileBatchTest {
    private static final long NOW_MS = Samples.NOW_MS;
    private static final int SMALL_BYTES_MAX = 1 << 20;

    private final BatchValidator frames = new BatchValidator(Depth.FRAMES, SMALL_BYTES_MAX);
    private final BatchValidator records = new BatchValidator(Depth.RECORDS, SMALL_BYTES_MAX);
    private final RecordReader reader = new RecordReader(SMALL_BYTES_MAX);

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void noTruncationIsAccepted(CompressionType type) {
        ByteBuffer whole = Samples.batch(Compression.of(type), "first", "second ".repeat(20), "third");
        for (int size = 0; size < whole.capacity(); size++) {
            ByteBuffer cut = Samples.copy(whole.duplicate().limit(size));
            assertThat(frames.validate(cut, Samples.RULES, NOW_MS)).isInstanceOf(Rejected.class);
            if (size > BatchView.HEADER_SIZE_BYTES) {
                cut.putInt(BatchView.LENGTH_INDEX, size - BatchView.PREFIX_SIZE_BYTES);
                Samples.sealed(cut);
                assertThat(records.validate(cut, Samples.RULES, NOW_MS)).isInstanceOf(Rejected.class);
                assertThatThrownBy(() -> Samples.read(reader, cut)).isInstanceOf(CorruptBatchException.class);
                // Frames that say where they end are found out without decompressing.
                if (type != CompressionType.GZIP) {
                    assertThat(frames.validate(cut, Samples.RULES, NOW_MS)).isInstanceOf(Rejected.class);
                }
            }
        }
    }

    @Seeded(count = 1500)
    void noMutationGetsPastWithoutTheReferenceReadingIt(Gen gen) {
        ByteBuffer batch = mutated(gen);

        Validation shallow = frames.validate(Samples.copy(batch), Samples.RULES, NOW_MS);
        Validation deep = records.validate(Samples.copy(batch), Samples.RULES, NOW_MS);

        if (deep instanceof Accepted accepted) {
            assertThat(shallow).isInstanceOf(Accepted.class);
            assertThatCode(() -> readByReference(accepted.batch())).doesNotThrowAnyException();
        }
        if (shallow instanceof Accepted accepted
                && !Samples.view(accepted.batch()).isCompressed()) {
            assertThat(deep).isInstanceOf(Accepted.class);
        }
        for (CompressionType to : List.of(CompressionType.NONE, CompressionType.LZ4)) {
            TopicRules rules = new TopicRules(
                    1 << 20, Compression.of(to), TimestampType.CREATE_TIME, Long.MAX_VALUE, 3_600_000, false);
            if (frames.validate(Samples.copy(batch), rules, NOW_MS) instanceof Accepted accepted) {
                assertThat(deep instanceof Accepted || Samples.view(batch).compression() == to)
                        .isTrue();
                assertThat(Samples.view(accepted.batch()).compression()).isEqualTo(to);
            }
        }
    }

    @Seeded(count = 1000)
    void readerSaysCorruptOrReads(Gen gen) {
        ByteBuffer batch = mutated(gen);
        Batches batches = new Batches(gen.anyBoolean() ? batch : Samples.direct(batch));
        while (batches.next()) {
            try {
                reader.open(batches.batch());
                while (reader.next()) {
                    reader.record();
                }
            } catch (CorruptBatchException e) {
                assertThat(e).hasMessageNotContaining("\n");
            }
        }
    }

    @Seeded(count = 500)
    void garbageInsideAGoodHeaderIsAnOutcome(Gen gen) {
        CompressionType type = gen.oneOf(CompressionType.values());
        ByteBuffer batch = Samples.around(type, gen.intIn(1, 5), gen.bytesUpTo(300));

        Validation deep = records.validate(Samples.copy(batch), Samples.RULES, NOW_MS);

        if (deep instanceof Accepted accepted) {
            assertThatCode(() -> readByReference(accepted.batch())).doesNotThrowAnyException();
        }
        assertThat(frames.validate(batch, Samples.RULES, NOW_MS)).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(value = CompressionType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aBombIsTooLargeAndTakesLittleMemory(CompressionType type) {
        ByteBuffer bomb = Samples.batch(
                Compression.of(type),
                List.of(new Samples.Draft(NOW_MS, null, ByteBuffer.allocate(64 << 20), List.of())));
        ByteBuffer copy = Samples.copy(bomb);
        TopicRules plain =
                new TopicRules(16 << 20, Compression.NONE, TimestampType.CREATE_TIME, Long.MAX_VALUE, 3_600_000, false);

        long before = allocatedBytes();
        Validation walked = records.validate(bomb, Samples.RULES, NOW_MS);
        Validation recoded = records.validate(copy, plain, NOW_MS);
        assertThatThrownBy(() -> Samples.read(reader, copy)).isInstanceOf(CorruptBatchException.class);

        assertThat(allocatedBytes() - before).isLessThan(24L * SMALL_BYTES_MAX);
        assertThat(walked)
                .isInstanceOfSatisfying(
                        Rejected.class, r -> assertThat(r.reason()).isEqualTo(Reason.TOO_LARGE));
        assertThat(recoded)
                .isInstanceOfSatisfying(
                        Rejected.class, r -> assertThat(r.reason()).isEqualTo(Reason.TOO_LARGE));
    }

    @Test
    void aBombOfManyRecordsIsTooLarge() {
        try (BatchBuilder builder = new BatchBuilder(Compression.of(CompressionType.ZSTD), Integer.MAX_VALUE)) {
            for (int i = 0; i < 400_000; i++) {
                builder.append(NOW_MS, null, null, List.of());
            }
            assertThat(records.validate(builder.build(), Samples.RULES, NOW_MS))
                    .isInstanceOfSatisfying(
                            Rejected.class, r -> assertThat(r.reason()).isEqualTo(Reason.TOO_LARGE));
        }
    }

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void aSizeThatIsOnlyClaimedTakesNoMemory(CompressionType type) throws IOException {
        byte[] claim = new byte[100];
        Varint.write(claim, 0, Integer.MAX_VALUE);
        ByteBuffer batch = Samples.around(type, 1, compressed(type, claim));

        long before = allocatedBytes();
        assertThat(records.validate(Samples.copy(batch), Samples.RULES, NOW_MS)).isInstanceOf(Rejected.class);
        assertThatThrownBy(() -> Samples.read(new RecordReader(), batch)).isInstanceOf(CorruptBatchException.class);
        assertThat(allocatedBytes() - before).isLessThan(8L * SMALL_BYTES_MAX);
    }

    @Test
    void sizesInsideARecordAreNotBelieved() {
        for (int size : new int[] {-2, 100, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            for (int part = 0; part < 5; part++) {
                byte[] body = new byte[40];
                int at = Varint.write(body, 0, 38);
                // Attributes, timestamp delta and offset delta; then no key, no value and one header without either,
                // but for
                // the part that lies.
                at += 3;
                for (int i = 0; i < 5; i++) {
                    at = Varint.write(body, at, i == part ? size : i < 2 ? -1 : i == 2 ? 1 : 0);
                }
                body = java.util.Arrays.copyOf(body, Math.max(at, 8));
                body[0] = (byte) ((body.length - 1) << 1);
                ByteBuffer batch = Samples.around(CompressionType.NONE, 1, body);

                assertThat(frames.validate(Samples.copy(batch), Samples.RULES, NOW_MS))
                        .as("part %d size %d", part, size)
                        .isInstanceOf(Rejected.class);
                assertThatThrownBy(() -> Samples.read(reader, batch)).isInstanceOf(CorruptBatchException.class);
            }
        }
    }

    @Test
    void aSnappyBlockThatClaimsTwoGigabytesTakesNoMemory() {
        byte[] claim = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07, 0, 0};
        ByteBuffer batch = Samples.around(CompressionType.SNAPPY, 1, claim);

        assertThat(frames.validate(Samples.copy(batch), Samples.RULES, NOW_MS)).isInstanceOf(Rejected.class);
        assertThatThrownBy(() -> Samples.read(reader, batch)).hasMessageContaining("not possible");
    }

    @Test
    void lz4BlocksThatDependOnEachOtherAreRefusedSinceJavaConsumersCannotReadThem() throws IOException {
        byte[] body = compressed(CompressionType.LZ4, new byte[200]);
        body[4] &= ~Lz4Framing.INDEPENDENT_BIT;
        body[6] = Lz4Framing.headerChecksum(ByteBuffer.wrap(body), 4, 2);
        ByteBuffer batch = Samples.around(CompressionType.LZ4, 1, body);

        Rejected rejected = (Rejected) frames.validate(batch, Samples.RULES, NOW_MS);

        assertThat(rejected.message()).contains("independent");
        assertThatThrownBy(() -> readByReference(batch)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void lz4FramesWithEveryOptionAreRead() throws IOException {
        byte[] plain = new byte[300_000];
        ByteBuffer source = Samples.view(Samples.batch(Compression.NONE, "x".repeat(299_900)))
                .records();
        int size = source.remaining();
        source.get(plain, 0, size);
        for (LZ4FrameOutputStream.BLOCKSIZE blockSize : LZ4FrameOutputStream.BLOCKSIZE.values()) {
            ByteArrayOutputStream target = new ByteArrayOutputStream();
            try (LZ4FrameOutputStream stream = new LZ4FrameOutputStream(
                    target,
                    blockSize,
                    size,
                    LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE,
                    LZ4FrameOutputStream.FLG.Bits.BLOCK_CHECKSUM,
                    LZ4FrameOutputStream.FLG.Bits.CONTENT_CHECKSUM,
                    LZ4FrameOutputStream.FLG.Bits.CONTENT_SIZE)) {
                stream.write(plain, 0, size);
            }
            ByteBuffer batch = Samples.around(CompressionType.LZ4, 1, target.toByteArray());

            assertThat(frames.validate(Samples.copy(batch), Samples.RULES, NOW_MS))
                    .isInstanceOf(Accepted.class);
            assertThat(Samples.read(reader, batch)).hasSize(1);
        }
    }

    private static ByteBuffer mutated(Gen gen) {
        ByteBuffer batch =
                Samples.batch(Samples.compression(gen), Samples.drafts(gen).subList(0, 1));
        boolean headerOnly = gen.chance(20);
        for (int i = gen.intIn(1, 4); i > 0; i--) {
            int from = headerOnly ? 0 : BatchView.HEADER_SIZE_BYTES;
            int index = gen.intIn(from, Math.min(batch.capacity() - 1, gen.oneOf(80, 200, 1 << 20)));
            batch.put(index, gen.anyByte());
        }
        if (batch.getInt(BatchView.LENGTH_INDEX) == batch.capacity() - BatchView.PREFIX_SIZE_BYTES) {
            Samples.sealed(batch);
        }
        return batch;
    }

    private static void readByReference(ByteBuffer batch) {
        MemoryRecords.readableRecords(batch).batches().forEach(reference -> {
            reference.ensureValid();
            reference.forEach(record -> assertThat(record.sizeInBytes()).isPositive());
        });
    }

    private static byte[] compressed(CompressionType type, byte[] plain) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        switch (type) {
            case NONE -> target.write(plain);
            case GZIP -> {
                try (GZIPOutputStream stream = new GZIPOutputStream(target)) {
                    stream.write(plain);
                }
            }
            case ZSTD -> {
                try (ZstdOutputStream stream = new ZstdOutputStream(target)) {
                    stream.write(plain);
                }
            }
            case SNAPPY, LZ4 -> {
                GrowableBytes bytes = new GrowableBytes(0);
                Compressor.of(Compression.of(type)).compress(plain, 0, plain.length, bytes);
                target.write(bytes.array(), 0, bytes.size());
            }
        }
        return target.toByteArray();
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
