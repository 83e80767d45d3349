package dev.naru.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.naru.client.RecordBody;
import dev.naru.client.consumer.ConsumedRecord;
import dev.naru.record.Header;
import dev.naru.record.TimestampType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordFormatTest {
    private static final ConsumedRecord RECORD = new ConsumedRecord(
            "orders",
            3,
            42,
            1700000000000L,
            TimestampType.CREATE_TIME,
            new RecordBody(
                    "key".getBytes(StandardCharsets.UTF_8),
                    new byte[] {(byte) 0xff, 0, '\n'},
                    List.of(Header.of("a", "1"), new Header("b", null))));

    private static final ConsumedRecord EMPTY =
            new ConsumedRecord("orders", 0, 0, -1, TimestampType.CREATE_TIME, new RecordBody(null, null, List.of()));

    @Test
    void printsEveryField() {
        assertThat(text("%t %p %o %k %K %S %T %h", RECORD)).isEqualTo("orders 3 42 key 3 3 1700000000000 a=1,b=NULL");
    }

    @Test
    void printsValuesAsTheBytesTheyAre() {
        assertThat(bytes("%s|", RECORD)).containsExactly(0xff, 0, '\n', '|');
    }

    @Test
    void printsNothingAndMinusOneForWhatIsNotThere() {
        assertThat(text("[%k][%s] %K %S %h", EMPTY)).isEqualTo("[][] -1 -1 ");
    }

    @Test
    void knowsEscapesAndPercentSigns() {
        assertThat(bytes("%%\\n\\t\\r\\0\\\\\\xfe", EMPTY)).containsExactly('%', '\n', '\t', '\r', 0, '\\', 0xfe);
    }

    @Test
    void leavesOtherTextAloneInAnyScript() {
        assertThat(text("나루 %o 🚢", RECORD)).isEqualTo("나루 42 🚢");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> RecordFormat.parse("%z")).hasMessageContaining("'%z' is none of");
        assertThatThrownBy(() -> RecordFormat.parse("100%")).hasMessageContaining("is none of");
        assertThatThrownBy(() -> RecordFormat.parse("\\q")).hasMessageContaining("'\\q' is none of");
        assertThatThrownBy(() -> RecordFormat.parse("\\xf")).hasMessageContaining("two hexadecimal digits");
    }

    @Test
    void jsonKeepsWhatIsNotTextInBase64() throws Exception {
        assertThat(RecordJson.of(RECORD))
                .isEqualTo("{\"topic\":\"orders\",\"partition\":3,\"offset\":42,\"timestamp\":1700000000000,"
                        + "\"timestampType\":\"CreateTime\",\"key\":\"key\",\"valueBase64\":\"/wAK\","
                        + "\"headers\":[{\"key\":\"a\",\"value\":\"1\"},{\"key\":\"b\",\"value\":null}]}");
    }

    private static String text(String format, ConsumedRecord record) {
        return write(format, record).toString(StandardCharsets.UTF_8);
    }

    private static int[] bytes(String format, ConsumedRecord record) {
        byte[] bytes = write(format, record).toByteArray();
        int[] unsigned = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            unsigned[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return unsigned;
    }

    private static ByteArrayOutputStream write(String format, ConsumedRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RecordFormat.parse(format).write(record, out);
        return out;
    }
}
