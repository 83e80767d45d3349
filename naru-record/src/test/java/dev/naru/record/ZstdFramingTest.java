package dev.naru.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZstdFramingTest {
    private static final byte[] PLAIN = records();
    private final ZstdFraming framing = new ZstdFraming();

    @ParameterizedTest
    @ValueSource(ints = {-5, 1, 3, 19, 22})
    void knowsTheSizeOfAFrameThatTells(int level) {
        assertThat(framing.contentBytesMax(ByteBuffer.wrap(Zstd.compress(PLAIN, level))))
                .isEqualTo(PLAIN.length);
    }

    @Test
    void walksFrameAfterFrameAndSkipsWhatIsToBeSkipped() throws Exception {
        int half = PLAIN.length / 2;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(Zstd.compress(java.util.Arrays.copyOf(PLAIN, half)));
        body.write(HexFormat.of().parseHex("5b2a4d1803000000aabbcc"));
        body.write(Zstd.compress(java.util.Arrays.copyOfRange(PLAIN, half, PLAIN.length)));
        ByteBuffer batch = Samples.around(CompressionType.ZSTD, 3, body.toByteArray());

        assertThat(framing.contentBytesMax(ByteBuffer.wrap(body.toByteArray()))).isEqualTo(PLAIN.length);
        try (RecordReader reader = new RecordReader()) {
            assertThat(Samples.read(reader, batch)).hasSize(3);
        }
        MemoryRecords.readableRecords(batch)
                .records()
                .forEach(record -> assertThat(record.hasValue()).isTrue());
    }

    /** After the magic: descriptor, window, then one raw block of one byte that is the last. */
    @ParameterizedTest
    @CsvSource({
        "00 58 09000041, fine: a window of 2 MiB",
        "00 88 09000041, fine: a window of 128 MiB",
        "20 01 09000041, fine: a single segment of one byte",
        "04 58 09000041 00000000, fine: a checksum",
        "01 58 00 09000041, fine: a dictionary id of zero",
        "00 58 0b000041, fine: one byte repeated"
    })
    void knowsFramesThatConsumersCanRead(String hex, String what) {
        assertThat(framing.contentBytesMax(frame(hex))).as(what).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "00 90 09000041, a window of 256 MiB",
        "00 89 09000041, a window of 144 MiB",
        "08 58 09000041, the reserved bit",
        "01 58 07 09000041, a dictionary",
        "00 58 0f000041, a reserved kind of block",
        "00 58 08000041, no last block",
        "00 58 11000041, a block that is cut off",
        "04 58 09000041 0000, a checksum that is cut off",
        "00 58, no block",
        "c0 58 0100, a content size that is cut off",
        "e0 0000000000000080 09000041, a segment of a negative size",
        "a0 01000010 09000041, a segment of 256 MiB",
        "00 58 09000041 77, something that follows"
    })
    void refusesFramesThatTheyCannotRead(String hex, String what) {
        assertThat(framing.contentBytesMax(frame(hex))).as(what).isEqualTo(ZstdFraming.FAULTY);
        assertThat(framing.fault()).startsWith("zstd: ");
        byte[] body = frame(hex).array();
        try (RecordReader reader = new RecordReader()) {
            assertThatThrownBy(() -> Samples.read(reader, Samples.around(CompressionType.ZSTD, 1, body)))
                    .isInstanceOf(CorruptBatchException.class);
        }
    }

    @Test
    void refusesABlockLargerThanBlocksCanBe() {
        ByteBuffer frame =
                ByteBuffer.allocate(9 + (200 << 10)).put(frame("00 58 01").array());
        int header = ((200 << 10) << 3) | 1;
        frame.put(6, (byte) header).put(7, (byte) (header >> 8)).put(8, (byte) (header >> 16));

        assertThat(framing.contentBytesMax(frame.clear())).isEqualTo(ZstdFraming.FAULTY);
    }

    private static ByteBuffer frame(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex("28b52ffd" + hex.replace(" ", "")));
    }

    private static byte[] records() {
        ByteBuffer records = Samples.view(Samples.batch(Compression.NONE, "a", "b".repeat(500), "c"))
                .records();
        byte[] bytes = new byte[records.remaining()];
        records.get(bytes);
        return bytes;
    }
}
