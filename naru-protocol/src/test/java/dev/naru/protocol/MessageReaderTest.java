package dev.naru.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.common.Uuid;
import dev.naru.protocol.message.ApiVersionsRequest;
import dev.naru.testkit.Gen;
import dev.naru.testkit.Seeded;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageReaderTest {
    @Seeded(count = 200)
    void readsTheVarintsThatAreWritten(Gen gen) {
        int value = gen.anyInt();
        ByteBuffer buffer = ByteBuffer.allocate(5);
        Varints.put(buffer, value);
        assertThat(buffer.position()).isEqualTo(Varints.sizeBytes(value));
        assertThat(new MessageReader(buffer.flip()).unsignedVarint()).isEqualTo(value);
    }

    @Test
    void refusesVarintsOfMoreThan32Bits() {
        for (String hex : List.of("ffffffff10", "ffffffffff01", "808080808001", "ffffff")) {
            assertThatThrownBy(() -> reader(hex).unsignedVarint())
                    .as(hex)
                    .isInstanceOf(MalformedMessageException.class);
        }
        assertThat(reader("ffffffff0f").unsignedVarint()).isEqualTo(-1);
    }

    @Test
    void refusesNullWhereNullIsNoValue() {
        assertThatThrownBy(() -> reader("ffff").string(false)).hasMessage("null where string must be at byte 2");
        assertThatThrownBy(() -> reader("00").string(true)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> reader("00").arraySize(true)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> reader("ffffffff").bytes(false)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> reader("ffffffff").records(false)).isInstanceOf(MalformedMessageException.class);
        assertThat(reader("ffff").nullableString(false)).isNull();
        assertThat(reader("00").nullableRecords(true)).isNull();
    }

    @Test
    void readsStringsFromMemoryOfAnyKind() {
        byte[] bytes = "\0\5h\u00e9ll".getBytes(StandardCharsets.UTF_8);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        assertThat(new MessageReader(direct).string(false)).isEqualTo("h\u00e9ll");
        assertThat(new MessageReader(ByteBuffer.wrap(bytes)).string(false)).isEqualTo("h\u00e9ll");
        assertThat(new MessageReader(ByteBuffer.wrap(bytes).asReadOnlyBuffer()).string(false))
                .isEqualTo("h\u00e9ll");
        assertThat(direct.position()).isZero();
    }

    @Test
    void readsNoStringThatCouldNotBeWrittenAgain() {
        byte[] garbage = new byte[11_000];
        Arrays.fill(garbage, (byte) 0xff);
        ByteBuffer frame = ByteBuffer.allocate(2 + garbage.length)
                .putShort((short) garbage.length)
                .put(garbage)
                .flip();
        assertThatThrownBy(() -> new MessageReader(frame).string(false))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("no UTF-8");
        String longest = "\u20ac".repeat(10_922);
        ByteBuffer sound = ByteBuffer.allocate(2 + 32_766)
                .putShort((short) 32_766)
                .put(longest.getBytes(StandardCharsets.UTF_8))
                .flip();
        assertThat(new MessageReader(sound).string(false)).isEqualTo(longest);
    }

    @Test
    void startsWhereTheBufferStands() {
        ByteBuffer buffer = ByteBuffer.wrap(HexFormat.of().parseHex("ffff0000002aff"), 2, 4);
        MessageReader reader = new MessageReader(buffer);
        assertThat(reader.int32()).isEqualTo(42);
        assertThat(reader.remaining()).isZero();
    }

    @Test
    void keepsUnknownTaggedFieldsAndWritesThemBack() {
        // "n", "v", two tagged fields: 3 with two bytes, 200 with none.
        byte[] bytes = HexFormat.of().parseHex("026e" + "0276" + "02" + "0302abcd" + "c80100");
        ApiVersionsRequest request = new ApiVersionsRequest();
        request.read(new MessageReader(ByteBuffer.wrap(bytes)), (short) 3);

        assertThat(request.unknownTaggedFields())
                .containsExactly(
                        new UnknownTaggedField(3, new byte[] {(byte) 0xab, (byte) 0xcd}),
                        new UnknownTaggedField(200, new byte[0]));
        assertThat(MessageParts.bytes(request, (short) 3)).isEqualTo(bytes);
        assertThatThrownBy(() -> MessageParts.bytes(request, (short) 0))
                .isInstanceOf(UnsupportedVersionException.class);
    }

    @Test
    void refusesTaggedFieldsOutOfOrderOrOfTheWrongSize() {
        for (String tags : List.of("02" + "0400" + "0300", "02" + "0300" + "0300", "01" + "0305aa", "05" + "0300")) {
            ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex("026e" + "0276" + tags));
            assertThatThrownBy(() -> new ApiVersionsRequest().read(new MessageReader(bytes), (short) 3))
                    .as(tags)
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void takesAZeroUuidForTheOneThereIs() {
        assertThat(new MessageReader(ByteBuffer.allocate(16)).uuid()).isSameAs(Uuid.ZERO);
    }

    @Test
    void writesWhatJavaWritesForBrokenSurrogates() {
        for (String text : List.of("\ud800", "a\udc00b", "\ud83d\ude00\ud83d", "\udc00\ud800", "\udc00\udc00")) {
            byte[] expected = text.getBytes(StandardCharsets.UTF_8);
            assertThat(Utf8.sizeBytes(text)).isEqualTo(expected.length);
            ByteBuffer buffer = ByteBuffer.allocate(expected.length);
            Utf8.put(buffer, text, expected.length);
            assertThat(buffer.array()).isEqualTo(expected);
        }
    }

    private static MessageReader reader(String hex) {
        return new MessageReader(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }
}
