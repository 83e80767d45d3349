package dev.naru.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.Invariant.BrokenInvariantException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchViewTest {
    /** Two records of an idempotent, transactional producer, field by field. */
    private static final String GOLDEN = String.join(
            "",
            "000000000000002a", // base offset 42
            "00000048", // length 72
            "00000007", // leader epoch 7
            "02", // magic
            "df311ef6", // crc
            "0010", // attributes: transactional
            "00000001", // last offset delta
            "000001a1eebff600", // base timestamp
            "000001a1eebff605", // max timestamp
            "00000000000003e9", // producer id 1001
            "0003", // producer epoch
            "00000010", // base sequence 16
            "00000002", // record count
            // size 14, attributes, timestamp delta 0, offset delta 0, key k, value val, one header h=1
            "1c000000026b0676616c0202680231",
            // size 7, attributes, timestamp delta 5, offset delta 1, no key, value v, no header
            "0e000a0201027600");

    @Test
    void readsEveryField() {
        BatchView batch = Samples.view(golden());

        assertThat(batch.baseOffset()).isEqualTo(42);
        assertThat(batch.lastOffset()).isEqualTo(43);
        assertThat(batch.nextOffset()).isEqualTo(44);
        assertThat(batch.sizeBytes()).isEqualTo(golden().capacity());
        assertThat(batch.leaderEpoch()).isEqualTo(7);
        assertThat(batch.magic()).isEqualTo((byte) 2);
        assertThat(batch.isTransactional()).isTrue();
        assertThat(batch.isControl()).isFalse();
        assertThat(batch.compression()).isEqualTo(CompressionType.NONE);
        assertThat(batch.maxTimestamp()).isEqualTo(batch.baseTimestamp() + 5);
        assertThat(batch.producerId()).isEqualTo(1001);
        assertThat(batch.producerEpoch()).isEqualTo((short) 3);
        assertThat(batch.baseSequence()).isEqualTo(16);
        assertThat(batch.lastSequence()).isEqualTo(17);
        assertThat(batch.recordCount()).isEqualTo(2);
        assertThat(batch.isCrcValid()).isTrue();
    }

    @Test
    void builderWritesTheSameBytes() {
        long timestamp = Samples.view(golden()).baseTimestamp();
        try (BatchBuilder builder = new BatchBuilder(Compression.NONE, 1000)) {
            builder.baseOffset(42).leaderEpoch(7).producer(1001, (short) 3, 16).transactional(true);
            builder.append(timestamp, Samples.bytes("k"), Samples.bytes("val"), List.of(Header.of("h", "1")));
            builder.append(timestamp + 5, null, Samples.bytes("v"), List.of());

            assertThat(hex(builder.build())).isEqualTo(GOLDEN);
        }
    }

    @Test
    void placeIsStampedWithoutTouchingTheChecksum() {
        ByteBuffer bytes = golden();
        BatchView batch = Samples.view(bytes);
        int crc = batch.crc();

        batch.stampPlace(1L << 40, 99);

        assertThat(batch.baseOffset()).isEqualTo(1L << 40);
        assertThat(batch.leaderEpoch()).isEqualTo(99);
        assertThat(batch.crc()).isEqualTo(crc);
        assertThat(batch.isCrcValid()).isTrue();
    }

    @Test
    void logAppendTimeIsStampedWithANewChecksum() {
        BatchView batch = Samples.view(golden());

        batch.stampLogAppendTime(77);

        assertThat(batch.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
        assertThat(batch.maxTimestamp()).isEqualTo(77);
        assertThat(batch.isTransactional()).isTrue();
        assertThat(batch.isCrcValid()).isTrue();
    }

    @Test
    void maxTimestampThatIsRightIsLeftAlone() {
        ByteBuffer bytes = golden();
        BatchView batch = Samples.view(bytes);

        batch.stampMaxTimestamp(batch.maxTimestamp());

        assertThat(hex(bytes)).isEqualTo(GOLDEN);
    }

    @Test
    void checksumIsTheSameOffTheHeap() {
        assertThat(Samples.view(Samples.direct(golden())).isCrcValid()).isTrue();
    }

    @Test
    void oneFlippedBitIsNoticed() {
        ByteBuffer bytes = golden();
        bytes.put(70, (byte) (bytes.get(70) ^ 1));

        assertThat(Samples.view(bytes).isCrcValid()).isFalse();
    }

    @Test
    void sequencesGoOnAtZero() {
        ByteBuffer bytes = golden();
        bytes.putInt(BatchView.BASE_SEQUENCE_INDEX, Integer.MAX_VALUE);

        assertThat(Samples.view(bytes).lastSequence()).isZero();
    }

    @Test
    void unknownCodecIsNull() {
        ByteBuffer bytes = golden();
        bytes.putShort(BatchView.ATTRIBUTES_INDEX, (short) 7);

        assertThat(Samples.view(bytes).compression()).isNull();
    }

    @Test
    void needsRoomForAHeader() {
        assertThatThrownBy(() -> new BatchView().wrap(ByteBuffer.allocate(100), 40))
                .isInstanceOf(BrokenInvariantException.class)
                .hasMessageContaining("no room");
    }

    private static ByteBuffer golden() {
        return ByteBuffer.wrap(HexFormat.of().parseHex(GOLDEN));
    }

    private static String hex(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
